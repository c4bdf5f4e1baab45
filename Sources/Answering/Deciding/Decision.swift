/// Whether the evidence answers, with which sentences, and how surely.
public struct Decision: Sendable {
  public let outcome: Outcome
  /// From 0 to 1.
  public let confidence: Double
  /// The sentences that answer, the lead first; empty on an abstention.
  public let chosen: [ScoredSentence]
  /// The chosen sentences answer only together: the second tells of what the first names.
  public var isBridged = false
  /// Each chosen sentence is to be said as it is: what it says of one of two things, or lists, no decoder may mix.
  public var isExact = false
}

/// Decides from the scored sentences.
///
/// A near miss (right topic, nothing on what was asked) shows as a rare word of the question that no sentence near the
/// best one says; it weighs more than a high score.
public struct Decider: Sendable {
  /// Below this score no sentence answers.
  public static let leastScore = 0.5
  private let question: UnderstoodQuestion

  public init(question: UnderstoodQuestion) { self.question = question }

  /// - Parameter sentences: best first, as ``SentenceScorer`` gives them.
  public func decide(_ sentences: [ScoredSentence]) -> Decision {
    let total = question.terms.reduce(0.0) { $1.isGiven ? $0 : $0 + $1.weight }
    var best: (sentence: ScoredSentence, confidence: Double)?
    for sentence in sentences.prefix(12) {
      let confidence = confidence(of: sentence, total: total)
      if confidence > best?.confidence ?? 0 { best = (sentence, confidence) }
    }
    if question.kind == .list || question.kind == .how, let list = ListFinder(question: question).list(in: sentences),
      list.confidence > (best?.confidence ?? 0) - (best.map { $0.sentence.isFact } == true ? 0.3 : 0.1)
    {
      return Decision(outcome: .answered, confidence: min(1, list.confidence), chosen: list.items)
    }
    if let contrast = Contrast(question)?.chosen(from: sentences, confidence: { confidence(of: $0, total: total) }), contrast.confidence >= Self.leastScore {
      let rest = contrast.sentences.count == 1 ? companions(of: contrast.sentences[0], in: sentences).dropFirst() : []
      return Decision(outcome: .answered, confidence: contrast.confidence, chosen: contrast.sentences + rest, isExact: true)
    }
    guard let best, best.confidence >= Self.leastScore else {
      return Decision(outcome: .abstained, confidence: 1 - (best?.confidence ?? 0), chosen: [])
    }
    return Decision(
      outcome: .answered, confidence: best.confidence, chosen: companions(of: best.sentence, in: sentences))
  }

  private func confidence(of sentence: ScoredSentence, total: Double) -> Double {
    var confidence = sentence.score
    if question.kind.needsNumber || question.kind == .date || question.kind == .who, !sentence.hasAnswerType { return 0 }
    // To use a word is not to say what it means.
    if question.kind == .definition, !sentence.hasAnswerType { confidence -= 0.15 }
    // "Market capitalization" is no market: what is defined must be spoken of.
    if let defined = question.defined {
      let said = Self.isApart(sentence.sentence) ? sentence.sentence.text : sentence.sentence.context + " " + sentence.sentence.text
      if !question.isNamed(defined, in: TermMatcher(said)) { confidence -= 0.25 }
    }
    // What it lists must be what is asked for: all of the question's words stand in the sentence itself.
    if question.kind == .list, sentence.own >= 0.85, sentence.sentence.kind == .prose, SentenceUse.enumerates(sentence.sentence.text) { confidence += 0.06 }
    // Words shared by chance: the sentence is about something else.
    if let similarity = sentence.similarity, similarity < 0.3 { confidence -= 0.1 }
    let words = TermMatcher(sentence.sentence.text)
    for term in sentence.missing where !term.isGiven {
      let share = total > 0 ? term.weight / total : 0
      if term.isNumber { confidence -= 0.25 }
      if term.isName { confidence -= 0.2 }
      if words.excludes(term) { confidence -= 0.25 }
      // "A program", "a person": whom it concerns is seldom repeated.
      let isCommon = !term.isName && Lexicon.commonStems.contains(term.stem)
      confidence -= min(0.3, 1.3 * share) * softened(sentence) * (isCommon ? 0.6 : 1)
    }
    // A name that only a sentence farther off says may belong to that one alone.
    if question.terms.contains(where: { $0.isName && !$0.isGiven }), sentence.near < 0.5, Self.isApart(sentence.sentence) {
      confidence -= 0.12
    }
    if let focus = question.focus, sentence.missing.contains(where: { $0.stem == focus }), !words.measures(focus) {
      confidence -= 0.2
    }
    return min(1, max(0, confidence))
  }

  /// True for a sentence that does not refer back to the one before it.
  private static func isApart(_ sentence: Sentence) -> Bool {
    guard sentence.kind == .prose, let first = Word.words(in: sentence.text).first else { return false }
    return !references.contains(first.folded) && !["he", "she", "its", "their", "his", "her", "both", "each"].contains(first.folded)
  }

  /// A sentence whose meaning is very near the question's may use other words for it.
  private func softened(_ sentence: ScoredSentence) -> Double {
    guard let similarity = sentence.similarity else { return 1 }
    return min(1, max(0.2, (0.85 - similarity) / 0.3))
  }

  /// Sentences that go with the lead: the rest of a list, or what is nearly as good and says something new.
  private func companions(of lead: ScoredSentence, in sentences: [ScoredSentence]) -> [ScoredSentence] {
    var chosen = [lead]
    let most = question.kind == .list && !SentenceUse.enumerates(lead.sentence.text) ? 8 : question.kind == .how || question.kind == .why ? 3 : 2
    if lead.sentence.kind == .listItem || lead.sentence.text.hasSuffix(":"),
      question.kind == .list || question.kind == .how || lead.sentence.text.hasSuffix(":")
    {
      let lines = sentences.filter {
        $0.origin == lead.origin && $0.sentence.kind == .listItem
          && ($0.sentence.context == lead.sentence.context || $0.sentence.context == lead.sentence.text)
          && $0.sentence.start != lead.sentence.start
      }
      chosen += lines.sorted { $0.sentence.start < $1.sentence.start }.prefix(8)
      if lead.sentence.kind == .listItem { chosen.sort { $0.sentence.start < $1.sentence.start } }
      return chosen
    }
    if question.kind == .why || question.kind == .how, let next = explanation(after: lead, in: sentences) {
      return [lead, next]
    }
    for other in sentences.prefix(8) where chosen.count < most {
      let adds = lead.missing.contains { term in !other.missing.contains(term) }
      guard other.score >= (adds ? 0.8 : 0.9) * lead.score, other.hasAnswerType || !question.kind.needsNumber,
        !chosen.contains(where: { Self.repeats(other.sentence, $0.sentence) })
      else { continue }
      chosen.append(other)
    }
    return chosen
  }

  /// The sentence behind the lead where that one goes on with it: a reason that the lead lacks, or what "it" does.
  private func explanation(after lead: ScoredSentence, in sentences: [ScoredSentence]) -> ScoredSentence? {
    let said = Set(Word.words(in: lead.sentence.text).map(\.folded))
    guard lead.sentence.kind == .prose, said.isDisjoint(with: Self.reasons) else { return nil }
    let next = sentences.filter { $0.origin == lead.origin && $0.sentence.start >= lead.sentence.end }
      .min { $0.sentence.start < $1.sentence.start }
    guard let next, next.sentence.kind == .prose, next.sentence.context == lead.sentence.text else { return nil }
    let words = Word.words(in: next.sentence.text).map(\.folded)
    let goesOn = words.first.map { Self.references.contains($0) } == true
    return goesOn || !Set(words).isDisjoint(with: Self.reasons) ? next : nil
  }

  private static let reasons: Set<String> = ["because", "since", "reason", "reasons", "due", "therefore", "hence", "otherwise", "cause", "caused"]
  private static let references: Set<String> = [
    "this", "that", "it", "they", "these", "the", "otherwise", "keep", "use", "instead",
  ]

  static func repeats(_ first: Sentence, _ second: Sentence) -> Bool {
    let a = Set(Word.words(in: first.text).filter { !$0.isStopWord }.map(\.stem))
    let b = Set(Word.words(in: second.text).filter { !$0.isStopWord }.map(\.stem))
    guard !a.isEmpty, !b.isEmpty else { return true }
    return Double(a.intersection(b).count) / Double(min(a.count, b.count)) > 0.8
  }
}
