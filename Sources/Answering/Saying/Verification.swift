/// What a sentence says that its evidence does not.
public enum Objection: Sendable, Hashable {
  /// A number, with its unit, that stands nowhere in the evidence or the question.
  case number(String)
  /// A capitalised name that stands nowhere in the evidence or the question.
  case name(String)
  /// The sentence denies what the evidence affirms, or the other way round.
  case negation
  /// The sentence has one word of an opposite pair, the evidence the other: "above", "below".
  case opposite(String)
  /// Too few of the sentence's words stand in the evidence: the share that do.
  case support(Double)
}

/// Holds a sentence against its evidence: numbers with units, names, negation, opposites, words.
public struct Verification: Sendable {
  /// The share of a sentence's content words that its evidence must have.
  public static let leastSupport = 0.8

  private let evidence: [String]
  private let question: String
  private let quantities: [QuantityMention]
  private let words: Set<String>
  private let stems: Set<String>

  /// - Parameters:
  ///   - evidence: sentences and derivations that may be leant on.
  ///   - question: the asker's words, whose names and values may be repeated.
  public init(evidence: [String], question: String) {
    self.evidence = evidence
    self.question = question
    quantities = (evidence + [question]).flatMap { QuantityReader.quantities(in: $0) }
    let cut = (evidence + [question]).flatMap { Word.words(in: $0) }
    words = Set(cut.map(\.folded))
    stems = Set(cut.map(\.stem))
  }

  /// Everything the sentence says wrongly; empty where it may be said.
  public func objections(to sentence: String) -> [Objection] {
    var objections = numbers(sentence) + names(sentence)
    let nearest = nearest(to: sentence)
    if let support = weakSupport(sentence) { objections.append(.support(support)) }
    if let nearest {
      if Polarity.isNegated(sentence) != Polarity.isNegated(nearest) { objections.append(.negation) }
      if let opposite = Polarity.opposite(in: sentence, against: nearest) { objections.append(.opposite(opposite)) }
    }
    return objections
  }

  private func numbers(_ sentence: String) -> [Objection] {
    QuantityReader.quantities(in: sentence).compactMap { mention in
      let isKnown = quantities.contains { known in
        if mention.quantity.unit.dimension.isNone, mention.noun.isEmpty || known.noun == mention.noun
          || known.noun.isEmpty
        {
          return Quantity.same(known.quantity.value, mention.quantity.value)
            && (known.quantity.unit.dimension.isNone || mention.noun.isEmpty)
        }
        return known.quantity.equals(mention.quantity)
          || (known.quantity.unit.dimension.isNone && !mention.quantity.unit.dimension.isNone
            && known.noun == Stemmer.stem(mention.quantity.unit.symbol) && known.quantity.value == mention.quantity.value)
      }
      return isKnown ? nil : .number(mention.text)
    }
  }

  private func names(_ sentence: String) -> [Objection] {
    let cut = Word.words(in: sentence)
    return cut.enumerated().compactMap { index, word in
      guard word.isCapitalised || word.folded.contains(where: \.isNumber) && !word.isNumber else { return nil }
      // The first word has a capital anyway; it is a name only where nothing like it is an English or evidence word.
      if index == 0, word.isStopWord || stems.contains(word.stem) || Lexicon.commonStems.contains(word.stem) { return nil }
      if words.contains(word.folded) || stems.contains(word.stem) || word.isStopWord { return nil }
      return .name(word.text)
    }
  }

  private func weakSupport(_ sentence: String) -> Double? {
    // Units and magnitudes were held against the evidence with their numbers.
    let values = QuantityReader.quantities(in: sentence)
    let content = Word.words(in: sentence).filter { word in
      !word.isStopWord && !word.isNumber && !values.contains { $0.start <= word.start && word.end <= $0.end }
    }
    guard !content.isEmpty else { return 0 }
    let supported = content.count { word in
      stems.contains(word.stem) || Lexicon.synonyms[word.stem].map { !$0.isDisjoint(with: stems) } == true
    }
    let share = Double(supported) / Double(content.count)
    // Who it was that did something must stand in the evidence: "decided by the government" is four fifths the question's own words.
    let least = Word.words(in: question).contains { ["who", "whom", "whose"].contains($0.folded) } ? 1 : Self.leastSupport
    return share < least ? share : nil
  }

  /// The evidence sentence that shares most words with this one.
  public func nearest(to sentence: String) -> String? {
    let stems = Set(Word.words(in: sentence).filter { !$0.isStopWord }.map(\.stem))
    return evidence.map { text -> (String, Double) in
      let own = Set(Word.words(in: text).filter { !$0.isStopWord }.map(\.stem))
      return (text, Double(own.intersection(stems).count) - 0.001 * Double(own.count))
    }.max { $0.1 < $1.1 }?.0
  }
}
