internal import KnowledgeGraph

/// Finds what has the largest or smallest value: the row of a column ("Which product has the highest interest?"), or the column of a row
/// ("Which was lowest in 2019?").
///
/// Values that are known with an error and differ by no more than it are told together, and none of them is called the highest.
struct TableSuperlative {
  let question: UnderstoodQuestion

  func find(_ tables: [EvidenceTable], passages: [EvidencePassage]) -> [Calculation] {
    guard let isMore = ComparisonCalculator(question: question).isMore, asksForExtreme else { return [] }
    let found = tables.compactMap { extreme(of: TableQuestion(question, $0), isMore, passages) }.sorted { $0.confidence > $1.confidence }
    // Two tables that fit alike and say different things leave it open.
    guard let best = found.first, found.count == 1 || found[1].confidence < best.confidence - 0.02 || found[1].result == best.result else { return [] }
    return [best]
  }

  private func extreme(of asked: TableQuestion, _ isMore: Bool, _ passages: [EvidencePassage]) -> Calculation? {
    let table = asked.table, rows = table.rows.indices.filter { !table.rows[$0].isSum }
    if let column = asked.column {
      // A row that is named asks for less than the whole table; two are a choice between them.
      guard asked.rows.isEmpty, rows.count > 1 else { return nil }
      return calculation(rows.map { TableValue(table, row: $0, column: column) }, asked, share: asked.share(columns: [column]), isMore, passages) { table.rows[$0.row].name }
    }
    let columns = table.columns
    if asked.rows.count == 1, asked.columns.isEmpty, columns.count > 1 {
      return calculation(columns.map { TableValue(table, row: asked.rows[0], column: $0) }, asked, share: asked.share(columns: columns), isMore, passages) {
        "\(table.rows[$0.row].name), \(table.title($0.column).words)"
      }
    }
    // Of a whole table that lies before the asker, the cell.
    guard table.isAttached, asked.rows.isEmpty, asked.columns.isEmpty, columns.count > 1 else { return nil }
    let cells = rows.flatMap { row in columns.map { TableValue(table, row: row, column: $0) } }
    return calculation(cells, asked, share: 0.9 * asked.share(columns: []), isMore, passages) { "\(table.rows[$0.row].name), \(table.title($0.column).words)" }
  }

  private func calculation(
    _ cells: [TableValue?], _ asked: TableQuestion, share: Double, _ isMore: Bool, _ passages: [EvidencePassage], name: (TableValue) -> String
  ) -> Calculation? {
    let values = cells.compactMap(\.self)
    // A cell without a value leaves the extreme open.
    guard share > 0.6, values.count == cells.count, values.count > 1, values.allSatisfy({ $0.quantity.unit.dimension.matches(values[0].quantity.unit.dimension) }) else { return nil }
    let sorted = values.sorted { isMore ? $0.quantity.base > $1.quantity.base : $0.quantity.base < $1.quantity.base }
    guard !asked.table.rows[sorted[0].row].isUnnamed else { return nil }
    let near = sorted.dropFirst().prefix { sorted[0].isTold(from: $0) == false }, word = isMore ? "highest" : "lowest"
    let statement: String
    if near.isEmpty {
      let title = asked.table.title(sorted[0].column).words
      statement = "\(name(sorted[0])): \(title.isEmpty || name(sorted[0]).hasSuffix(title) ? "" : title + ": ")\(sorted[0].said), the \(word) of \(values.count)."
    } else {
      // The same number twice, as it is written, has no extreme.
      guard sorted[0].mention.error != nil else { return nil }
      let all = ([sorted[0]] + near).map { "\(name($0)) \($0.said)" }
      statement = "Which is the \(word) cannot be told: \(all.dropLast().joined(separator: ", ")) and \(all[all.count - 1]) differ by no more than their errors."
    }
    var sources: [Calculation.Source] = []
    for value in sorted.prefix(max(6, near.count + 1)) {
      let source = asked.table.source(value.row, passages)
      if !sources.contains(source) { sources.append(source) }
    }
    return Calculation(
      kind: .comparison, statement: statement,
      derivation: sorted.map { "\(name($0)) \(asked.table.rows[$0.row].cells[$0.column].value)" }.joined(separator: isMore ? " > " : " < "),
      result: near.isEmpty ? name(sorted[0]) : "", triples: [], sources: sources, confidence: min(0.9, share))
  }

  private var asksForExtreme: Bool {
    let words = Word.words(in: question.asked).map(\.folded)
    guard words.prefix(4).contains(where: { ["which", "what", "who", "where", "when"].contains($0) }), !words.contains("or"), !words.contains("than") else { return false }
    return words.contains { $0.hasSuffix("est") && QuestionKind.comparatives.contains($0) || $0 == "most" || $0 == "least" }
  }
}
