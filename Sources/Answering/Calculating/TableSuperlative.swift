internal import KnowledgeGraph

/// Finds the row with the largest or smallest value of a column: "Which product has the highest interest?"
struct TableSuperlative {
  let question: UnderstoodQuestion

  func find(_ sentences: [ScoredSentence], passages: [EvidencePassage]) -> [Calculation] {
    guard let isMore = ComparisonCalculator(question: question).isMore, asksForExtreme else { return [] }
    var tables: [ScoredSentence.Origin: [ScoredSentence]] = [:]
    for entry in sentences where entry.sentence.kind == .tableRow && entry.sentence.cells.count > 1 {
      tables[entry.origin, default: []].append(entry)
    }
    var best: Calculation?
    for (origin, rows) in tables where rows.count > 1 {
      guard case .passage(let place) = origin, let column = column(of: rows, passages[place]) else { continue }
      let values = rows.compactMap { row -> (row: ScoredSentence, quantity: Quantity)? in
        guard column.place < row.sentence.cells.count else { return nil }
        let cell = row.sentence.cells[column.place]
        return QuantityReader.quantities(in: cell.title.said(cell.value)).first.map { (row, $0.quantity) }
      }
      // A row without a value, or two with the same, leave the extreme open.
      guard values.count == rows.count, let first = values.first,
        values.allSatisfy({ $0.quantity.unit.dimension.matches(first.quantity.unit.dimension) })
      else { continue }
      let sorted = values.sorted { isMore ? $0.quantity.base > $1.quantity.base : $0.quantity.base < $1.quantity.base }
      guard !sorted[0].quantity.equals(sorted[1].quantity) else { continue }
      let winner = sorted[0].row.sentence
      let cell = winner.cells[column.place]
      let word = isMore ? "highest" : "lowest"
      let calculation = Calculation(
        kind: .comparison,
        statement: "\(winner.cells[0].value): \(cell.said), the \(word) of \(rows.count).",
        derivation: sorted.map { "\($0.row.sentence.cells[0].value) \($0.row.sentence.cells[column.place].value)" }
          .joined(separator: isMore ? " > " : " < "),
        result: winner.cells[0].value, triples: [],
        sources: sorted.prefix(6).map {
          Calculation.Source(passage: passages[place].passage, start: $0.row.sentence.start, end: $0.row.sentence.end)
        }, confidence: min(0.9, column.score))
      if calculation.confidence > best?.confidence ?? 0 { best = calculation }
    }
    return best.map { [$0] } ?? []
  }

  private var asksForExtreme: Bool {
    let words = Word.words(in: question.asked).map(\.folded)
    guard ["which", "what", "who"].contains(words.first ?? ""), !words.contains("or"), !words.contains("than") else { return false }
    return words.contains { $0.hasSuffix("est") && QuestionKind.comparatives.contains($0) || $0 == "most" || $0 == "least" }
  }

  /// The column that the question names, with how much of the question the table's words say.
  private func column(of rows: [ScoredSentence], _ passage: EvidencePassage) -> (place: Int, score: Double)? {
    let cells = rows[0].sentence.cells
    let around = TermMatcher((passage.heading + [passage.name, cells[0].title.words]).joined(separator: " "))
    var best: (place: Int, score: Double)?
    for place in cells.indices.dropFirst() {
      let title = TermMatcher(cells[place].title.words)
      var total = 0.0
      var covered = 0.0
      var isNamed = false
      for term in question.terms where !term.isGiven && !QuestionKind.comparatives.contains(term.folded) {
        total += term.weight
        let match = title.match(term)
        isNamed = isNamed || match >= 0.8
        covered += max(match, 0.9 * around.match(term)) * term.weight
      }
      guard isNamed, total > 0 else { continue }
      let score = covered / total
      if score > best?.score ?? 0.6 { best = (place, score) }
    }
    return best
  }
}
