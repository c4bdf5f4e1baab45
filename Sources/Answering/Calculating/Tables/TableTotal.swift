internal import KnowledgeGraph

/// Adds up a table's column, or a row's cells, where that is asked for and no cell says it: "What is the total?", "What is the average of the costs?"
///
/// The errors of values that were read off one picture may all lie to one side, so they are added too.
struct TableTotal {
  let question: UnderstoodQuestion

  func find(_ tables: [EvidenceTable], passages: [EvidencePassage]) -> [Calculation] {
    let words = Word.words(in: question.asked)
    let isMean = words.contains { Self.means.contains($0.folded) }
    guard isMean || words.contains(where: { Self.totals.contains($0.folded) }), !words.contains(where: { ["or", "than"].contains($0.folded) }) else { return [] }
    let found = tables.compactMap { total(of: TableQuestion(question, $0), isMean: isMean, passages) }.sorted { $0.confidence > $1.confidence }
    guard let best = found.first, found.count == 1 || found[1].confidence < best.confidence - 0.02 || found[1].result == best.result else { return [] }
    return [best]
  }

  private static let totals: Set<String> = ["total", "totals", "sum", "altogether", "combined", "together", "overall"]
  private static let means: Set<String> = ["average", "mean", "averages"]
  private static let operation: Set<String> = Set((totals.union(means)).map { Stemmer.stem($0) })

  private func total(of asked: TableQuestion, isMean: Bool, _ passages: [EvidencePassage]) -> Calculation? {
    let table = asked.table
    // What is summed up already is looked up.
    guard !table.rows.contains(where: \.isSum), !table.columns.contains(where: { Self.totals.contains(table.title($0).words.lowercased()) }) else { return nil }
    let cells: [TableValue?], share: Double, of: String
    if let column = asked.column, asked.rows.isEmpty || asked.rows.count > 1 {
      let rows = asked.rows.isEmpty ? Array(table.rows.indices) : asked.rows
      cells = rows.map { TableValue(table, row: $0, column: column) }
      (share, of) = (asked.share(columns: [column], operation: Self.operation), table.title(column).words)
    } else if asked.columns.count != 1, asked.rows.count == 1 {
      let columns = asked.columns.isEmpty ? table.columns : asked.columns
      cells = columns.map { TableValue(table, row: asked.rows[0], column: $0) }
      (share, of) = (asked.share(columns: columns, operation: Self.operation), table.rows[asked.rows[0]].name)
    } else {
      return nil
    }
    let values = cells.compactMap(\.self)
    guard share > 0.6, values.count == cells.count, values.count > 1, !values.contains(where: \.mention.isYear) else { return nil }
    let unit = values[0].quantity.unit
    let parts = values.compactMap { value in value.quantity.converted(to: unit).map { ($0.value, (value.mention.error ?? 0) * value.quantity.unit.scale / unit.scale) } }
    guard parts.count == values.count else { return nil }
    let count = isMean ? Double(parts.count) : 1, error = parts.reduce(0) { $0 + $1.1 } / count
    let result = Quantity(parts.reduce(0) { $0 + $1.0 } / count, unit).text(within: error > 0 ? error : nil)
    let derivation = "(\(values.map(\.said).joined(separator: " + ")))\(isMean ? " / \(parts.count)" : "") = \(result)"
    var sources: [Calculation.Source] = []
    for value in values.prefix(12) {
      let source = table.source(value.row, passages)
      if !sources.contains(source) { sources.append(source) }
    }
    return Calculation(
      kind: .formula, statement: "The \(isMean ? "average" : "total") of the \(parts.count) values\(of.isEmpty ? "" : " of \(of)") is \(result).", derivation: derivation,
      result: result, triples: [], sources: sources, confidence: min(0.9, share))
  }
}
