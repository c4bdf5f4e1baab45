internal import KnowledgeGraph

extension CellFinder {
  /// The number of the one cell whose row and column the question names, or whose table has no other column of numbers.
  func named(_ tables: [EvidenceTable], passages: [EvidencePassage]) -> [Calculation] {
    guard ![QuestionKind.comparison, .why, .how, .yesNo].contains(question.kind), ComparisonCalculator(question: question).isMore == nil else { return [] }
    let found = tables.compactMap { table -> Calculation? in
      let asked = TableQuestion(question, table)
      guard asked.rows.count == 1, let column = asked.column, let value = TableValue(table, row: asked.rows[0], column: column) else { return nil }
      let share = asked.share(columns: [column])
      guard share > 0.6 else { return nil }
      let title = table.title(column).words
      return Calculation(
        kind: .lookup, statement: "\(table.rows[value.row].name)\(title.isEmpty ? "" : ", \(title)"): \(value.said).", derivation: value.said, result: value.said, triples: [],
        sources: [table.source(value.row, passages)], confidence: min(0.95, share))
    }.sorted { $0.confidence > $1.confidence }
    guard let best = found.first, found.count == 1 || found[1].confidence < best.confidence - 0.02 || found[1].result == best.result else { return [] }
    return [best]
  }
}
