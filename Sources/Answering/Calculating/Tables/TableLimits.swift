internal import KnowledgeGraph

/// Limits in the cells of a table's row: "45 to 59" under "eGFR", or "6.5 % or more" under "diabetes" in the row "HbA1c".
struct TableLimits {
  let question: UnderstoodQuestion

  func compare(
    _ entry: ScoredSentence, _ passage: EvidencePassage, _ matcher: ValueMatcher
  ) -> (holding: [Calculation], failing: [Calculation]) {
    var holding: [Calculation] = []
    var failing: [Calculation] = []
    let cells = entry.sentence.cells
    guard let first = cells.first else { return ([], []) }
    for (place, cell) in cells.enumerated() {
      guard let threshold = Self.limit(cell) else { continue }
      // The first cell is a condition of the others; another cell's limit is about the row's own name.
      let title = place == 0 ? cell.title.words : first.value
      let name = (title.split(whereSeparator: { ",(".contains($0) }).first.map(String.init) ?? title).trimmingSpace
      guard !name.isEmpty else { continue }
      let analyte = Analyte.named(in: [name, question.text])
      let best = matcher.values.map { mention in
        (mention.converted(by: analyte, to: threshold.value.unit) ?? mention, fit(mention, matcher, name: name, threshold))
      }.max { $0.1 < $1.1 }
      guard let (mention, fit) = best, fit > 0.3 else { continue }
      let verdict = threshold.compare(mention.quantity)
      guard verdict != .mismatch else { continue }
      let comparison = threshold.sentence(of: mention.text, holds: verdict == .holds)
      let conclusion =
        place == 0
        ? cells.dropFirst().filter { !$0.value.isEmpty }.map(\.said).joined(separator: "; ")
        : "\(first.value): \(cell.said)"
      let calculation = Calculation(
        kind: .threshold, statement: "\(name) \(comparison) – \(conclusion).", derivation: comparison, result: "",
        triples: [],
        sources: [Calculation.Source(passage: passage.passage, start: entry.sentence.start, end: entry.sentence.end)],
        confidence: min(0.95, 0.3 + 0.35 * fit + 0.45 * entry.score))
      if verdict == .holds { holding.append(calculation) } else { failing.append(calculation.weakened(by: 0.6)) }
    }
    return (holding, failing)
  }

  private func fit(_ mention: QuantityMention, _ matcher: ValueMatcher, name: String, _ threshold: Threshold) -> Double {
    guard !mention.isWord || !mention.quantity.unit.dimension.isNone else { return 0 }
    return matcher.fit(of: mention, names: [name])
  }

  /// The limit that a whole cell is, in the unit that its column names.
  private static func limit(_ cell: TableCell) -> Threshold? {
    let found = ThresholdReader.thresholds(in: cell.value)
    guard found.count == 1, cell.value.utf8.count <= 40 else { return nil }
    let threshold = found[0].threshold
    guard threshold.value.unit.dimension.isNone, let unit = Unit.named(cell.title.unit) else { return threshold }
    return Threshold(
      threshold.comparison, Quantity(threshold.value.value, unit), upper: threshold.upper.map { Quantity($0.value, unit) })
  }
}
