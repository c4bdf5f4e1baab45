/// Finds what tells two things apart: "What is the difference between A and B?", "Compare A and B".
struct Contrast {
  private let first: [QuestionTerm]
  private let second: [QuestionTerm]

  /// `nil` where the question does not ask for a difference between two things.
  init?(_ question: UnderstoodQuestion) {
    let words = Word.words(in: question.asked)
    let asks = words.contains { ["difference", "differences", "differ", "compare", "versus", "vs"].contains($0.folded) }
    guard asks, let (one, other) = ["and", "from", "with", "versus", "vs", "to"].lazy.compactMap({ NamedPair.around($0, in: question.asked) }).first else { return nil }
    let ones = Set(Word.words(in: one).map(\.stem)), others = Set(Word.words(in: other).map(\.stem))
    // What both are called ("type 1 diabetes and type 2 diabetes") tells neither.
    first = question.terms.filter { ones.contains($0.stem) && !others.contains($0.stem) }
    second = question.terms.filter { others.contains($0.stem) && !ones.contains($0.stem) }
    guard !first.isEmpty, !second.isEmpty else { return nil }
  }

  /// A sentence that sets the two against each other, else the best of each, else the best that speaks of both; `nil` where one of the two goes without.
  ///
  /// - Parameter sentences: best first.
  func chosen(from sentences: [ScoredSentence], confidence: (ScoredSentence) -> Double) -> (sentences: [ScoredSentence], confidence: Double)? {
    var ofFirst: ScoredSentence?, ofSecond: ScoredSentence?, ofBoth: ScoredSentence?
    for entry in sentences.prefix(24) where entry.sentence.kind != .code && entry.use == .tells && !entry.isFact {
      let said = TermMatcher(entry.sentence.text)
      switch (first.allSatisfy { said.match($0) >= 0.8 }, second.allSatisfy { said.match($0) >= 0.8 }) {
      case (true, true) where entry.score >= Decider.leastScore:
        if Self.contrasts(entry.sentence.text) { return ([entry], max(confidence(entry), Decider.leastScore)) }
        ofBoth = ofBoth ?? entry
      case (true, false): ofFirst = ofFirst ?? entry
      case (false, true): ofSecond = ofSecond ?? entry
      default: break
      }
    }
    if let ofFirst, let ofSecond, min(ofFirst.score, ofSecond.score) >= 0.8 * Decider.leastScore {
      return ([ofFirst, ofSecond], min(1, 0.5 * (ofFirst.score + ofSecond.score) + 0.1))
    }
    return ofBoth.map { ([$0], max(confidence($0), Decider.leastScore)) }
  }

  private static func contrasts(_ text: String) -> Bool {
    text.contains(";") || Word.words(in: text).contains { ["whereas", "while", "but", "unlike", "than", "differ", "differs", "difference", "contrast", "instead", "however"].contains($0.folded) }
  }
}
