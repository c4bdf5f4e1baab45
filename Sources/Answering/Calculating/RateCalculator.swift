internal import KnowledgeGraph

/// Multiplies a rate that the evidence gives by the question's value: 30 mL/kg for 80 kg, $45 per month for 6 months.
struct RateCalculator {
  let question: UnderstoodQuestion

  func compute(_ sentences: [ScoredSentence], passages: [EvidencePassage]) -> [Calculation] {
    guard question.kind.needsNumber || QuestionKind.prefersNumber(question.asked) else { return [] }
    for entry in sentences.prefix(4) where entry.score >= 0.4 {
      guard case .passage(let place) = entry.origin else { continue }
      for rate in QuantityReader.quantities(in: entry.sentence.text) {
        let parts = rate.quantity.unit.symbol.split(separator: "/").map(String.init)
        guard parts.count == 2, let above = Unit.named(parts[0]) else { continue }
        for given in question.quantities {
          guard let count = Self.count(of: given, in: parts[1]) else { continue }
          let result = Quantity(rate.quantity.value * count, above)
          let derivation = "\(rate.quantity.text) × \(given.text) = \(result.text)"
          return [
            Calculation(
              kind: .formula, statement: "For \(given.text) that is \(result.text): \(derivation).", derivation: derivation,
              result: result.text, triples: [],
              sources: [
                Calculation.Source(passage: passages[place].passage, start: entry.sentence.start, end: entry.sentence.end)
              ], confidence: min(0.9, 0.35 + 0.6 * entry.score))
          ]
        }
      }
    }
    return []
  }

  /// How many of the unit below the line a value is: 80 for "80 kg" in "kg", 6 for "6 users" in "user".
  private static func count(of given: QuantityMention, in below: String) -> Double? {
    if given.quantity.unit.dimension.isNone { return given.noun == Stemmer.stem(below) ? given.quantity.value : nil }
    guard let unit = UnitTable.unit(below) else { return nil }
    return given.quantity.converted(to: unit)?.value
  }
}
