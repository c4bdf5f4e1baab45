internal import KnowledgeGraph

/// Compares two values that one sentence gives, or that two sentences give for the two things asked about.
struct ComparisonCalculator {
  let question: UnderstoodQuestion

  func compare(_ sentences: [ScoredSentence], passages: [EvidencePassage]) -> [Calculation] {
    var found: [Calculation] = []
    if asksForChange, let change = change(sentences, passages) { found.append(change) }
    if let difference = difference(sentences, passages) { found.append(difference) }
    if question.kind == .comparison, let choice = choice(sentences, passages) { found.append(choice) }
    return found
  }

  /// A word inside a name ("the Growth Fund") asks for nothing, so capitalised words after the first do not count.
  private var asksForChange: Bool {
    let all = Word.words(in: question.asked)
    let words = all.prefix(1) + all.dropFirst().filter { $0.text.first?.isUppercase != true }
    let folded = " " + words.map(\.folded).joined(separator: " ") + " "
    guard [" how much ", " by what ", " what percentage ", " how many ", " what was the change ", " what is the change ",
      " what is the difference ", " growth "].contains(where: { folded.contains($0) }) else { return false }
    return words.contains { Lexicon.changes.contains($0.stem) }
  }

  /// "Revenue rose to $3.2 billion in 2023 from $2.5 billion in 2022": the later less the earlier.
  private func change(_ sentences: [ScoredSentence], _ passages: [EvidencePassage]) -> Calculation? {
    for entry in sentences.prefix(4) where entry.missing.allSatisfy({ !$0.isName && !$0.isNumber }) {
      guard case .passage(let place) = entry.origin, entry.own > 0.4 else { continue }
      let all = QuantityReader.quantities(in: entry.sentence.text)
      let values = all.filter { !$0.isYear }
      guard values.count == 2, let ordered = ordered(values[0], values[1], all, entry.sentence.text) else { continue }
      let (old, new) = ordered
      guard old.quantity.unit == new.quantity.unit, old.quantity.value != 0 else { continue }
      let difference = Quantity(new.quantity.value - old.quantity.value, new.quantity.unit)
      let isPoints = old.quantity.unit.dimension == Unit.percent.dimension
      let share = NumberFormat.text((difference.value / abs(old.quantity.value) * 1000).rounded() / 10)
      let derivation = "\(new.quantity.text) − \(old.quantity.text) = \(difference.text)"
      return Calculation(
        kind: .difference,
        statement: "The change is \(difference.text)\(isPoints ? "" : " (\(share)%)"): \(derivation).",
        derivation: derivation, result: difference.text, triples: [],
        sources: [source(entry, passages[place])], confidence: min(0.9, 0.3 + 0.7 * entry.score))
    }
    return nil
  }

  /// Which of two values is the earlier one: by the years beside them, else by "from A to B" and "to B from A".
  private func ordered(
    _ a: QuantityMention, _ b: QuantityMention, _ all: [QuantityMention], _ text: String
  ) -> (QuantityMention, QuantityMention)? {
    let years = all.filter(\.isYear)
    if years.count == 2 {
      let first = years.first { $0.start > a.end }
      let second = years.first { $0.start > b.end }
      if let first, let second, first != second {
        return first.quantity.value < second.quantity.value ? (a, b) : (b, a)
      }
    }
    let bytes = Array(text.utf8)
    func before(_ mention: QuantityMention) -> String? {
      Word.words(in: String(decoding: bytes[..<mention.start], as: UTF8.self)).last?.folded
    }
    if before(a) == "from", before(b) == "to" { return (a, b) }
    if before(b) == "from" { return (b, a) }
    return nil
  }

  /// "Which is longer, A or B?": the value of each, compared.
  private func choice(_ sentences: [ScoredSentence], _ passages: [EvidencePassage]) -> Calculation? {
    guard let (first, second) = alternatives, let isMore else { return nil }
    guard let a = value(of: first, other: second, sentences), let b = value(of: second, other: first, sentences),
      a.quantity.unit.dimension.matches(b.quantity.unit.dimension), !a.quantity.equals(b.quantity), isTold(a, b)
    else { return nil }
    let firstWins = (a.quantity.base > b.quantity.base) == isMore
    let (winner, loser) = firstWins ? ((first, a), (second, b)) : ((second, b), (first, a))
    let word = isMore ? "more" : "less"
    var sources: [Calculation.Source] = []
    for value in [a, b] {
      guard case .passage(let place) = value.entry.origin else { return nil }
      let source = source(value.entry, passages[place])
      if !sources.contains(source) { sources.append(source) }
    }
    let derivation = "\(winner.1.quantity.text) is \(word) than \(loser.1.quantity.text)"
    return Calculation(
      kind: .comparison,
      statement: "\(winner.0.prefix(1).uppercased() + winner.0.dropFirst()): \(winner.1.quantity.text), against \(loser.1.quantity.text) for \(loser.0).",
      derivation: derivation, result: winner.0, triples: [], sources: sources,
      confidence: min(0.9, 0.35 + 0.6 * min(a.entry.score, b.entry.score)))
  }

  /// "How much higher is A than B?", "What is the difference between A and B?": the value of each, subtracted.
  private func difference(_ sentences: [ScoredSentence], _ passages: [EvidencePassage]) -> Calculation? {
    let folded = " " + Word.words(in: question.asked).map(\.folded).joined(separator: " ") + " "
    let isBetween = folded.contains(" difference between ") || folded.contains(" difference in ")
    let isThan = (folded.contains(" how much ") || folded.contains(" how many ") || folded.contains(" by how ")) && folded.contains(" than ")
    guard isBetween || isThan, let (first, second) = NamedPair.around(isThan ? "than" : "and", in: question.asked),
      let a = value(of: first, other: second, sentences), let b = value(of: second, other: first, sentences),
      let converted = b.quantity.converted(to: a.quantity.unit), isTold(a, b)
    else { return nil }
    // "The difference between A and B" alone may ask what tells them apart: only values that measure something are subtracted.
    if isBetween, !asksMeasure(of: first, second), [a, b].contains(where: { $0.quantity.unit.dimension.isNone }) { return nil }
    let result = Quantity(abs(a.quantity.value - converted.value), a.quantity.unit)
    var sources: [Calculation.Source] = []
    for value in [a, b] {
      guard case .passage(let place) = value.entry.origin else { return nil }
      let source = source(value.entry, passages[place])
      if !sources.contains(source) { sources.append(source) }
    }
    let (more, less) = a.quantity.base >= b.quantity.base ? (a.quantity, b.quantity) : (b.quantity, a.quantity)
    let derivation = "\(more.text) − \(less.text) = \(result.text)"
    return Calculation(
      kind: .difference,
      statement: "The difference is \(result.text): \(first) \(a.quantity.text), \(second) \(b.quantity.text); \(derivation).",
      derivation: derivation, result: result.text, triples: [], sources: sources,
      confidence: min(0.9, 0.35 + 0.6 * min(a.entry.score, b.entry.score)))
  }

  /// Whether the question names what is to be compared: "the difference in price between A and B".
  private func asksMeasure(of first: String, _ second: String) -> Bool {
    let named = Set(Word.words(in: first + " " + second).map(\.stem)).union(["differ", Stemmer.stem("difference")])
    return question.terms.contains { !named.contains($0.stem) && !$0.isGiven }
  }

  /// The two things between which the question asks to choose: the words on either side of its last "or".
  private var alternatives: (String, String)? { NamedPair.around("or", in: question.asked) }

  /// Whether the larger or the smaller is asked for; `nil` where the question has no such word.
  var isMore: Bool? {
    for word in Word.words(in: question.asked).map(\.folded) where QuestionKind.comparatives.contains(word) {
      if ["lower", "less", "fewer", "smaller", "shorter", "slower", "cheaper", "younger", "lighter", "earlier", "least", "lowest",
        "smallest", "shortest", "cheapest", "weaker"].contains(word) { return false }
      if ["higher", "more", "larger", "bigger", "greater", "longer", "dearer", "older", "heavier", "later", "most", "highest",
        "largest", "longest", "taller", "deeper", "wider"].contains(word) { return true }
    }
    return nil
  }

  /// A value that the evidence gives for one of the things, where it does not speak of the other as well.
  private func value(
    of name: String, other: String, _ sentences: [ScoredSentence]
  ) -> (quantity: Quantity, error: Double, entry: ScoredSentence)? {
    let stems = Word.words(in: name).map(\.stem)
    let others = Word.words(in: other).map(\.stem)
    // The 1 of "type 1" names a type; it measures nothing.
    let numbers = Set(Word.words(in: name + " " + other).filter(\.isNumber).map(\.text))
    func isNamed(_ mention: QuantityMention) -> Bool { mention.quantity.unit.dimension.isNone && numbers.contains(mention.text) }
    func speaks(_ text: String, of stems: [String]) -> Bool {
      let said = Set(Word.words(in: text).map(\.stem))
      return stems.allSatisfy { said.contains($0) }
    }
    for entry in sentences.prefix(16) {
      // A table is asked as a whole, by `TableComparison`.
      if entry.sentence.kind == .tableRow, entry.sentence.cells.count > 1 { continue }
      guard speaks(entry.sentence.text, of: stems), !speaks(entry.sentence.text, of: others) else { continue }
      let values = QuantityReader.quantities(in: entry.sentence.text).filter { !$0.isYear && !isNamed($0) }
      guard let first = values.first else { continue }
      return (first.quantity, first.error ?? 0, entry)
    }
    return nil
  }

  /// Whether two values differ by more than they may be wrong by.
  private func isTold(_ a: (quantity: Quantity, error: Double, entry: ScoredSentence), _ b: (quantity: Quantity, error: Double, entry: ScoredSentence)) -> Bool {
    let (one, other) = (a.error * a.quantity.unit.scale, b.error * b.quantity.unit.scale)
    return one == 0 && other == 0 || abs(a.quantity.base - b.quantity.base) > (one * one + other * other).squareRoot()
  }

  private func source(_ entry: ScoredSentence, _ passage: EvidencePassage) -> Calculation.Source {
    Calculation.Source(passage: passage.passage, start: entry.sentence.start, end: entry.sentence.end)
  }
}
