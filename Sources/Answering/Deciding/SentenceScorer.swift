internal import Fusion
internal import KnowledgeGraph

/// Weighs every sentence of the evidence as an answer to the question.
///
/// Three things count: how much of the question's words (by rarity) the sentence and its surroundings cover, how near
/// its vector is to the question's, and whether it holds the kind of thing asked for.
public struct SentenceScorer: Sendable {
  private let question: UnderstoodQuestion
  /// For each stem of a mention the other names of the entity mentioned: "LCR" says "liquidity coverage ratio".
  private let aliases: [String: [String]]

  /// How many of the best sentences by words get a vector.
  static let embedded = 20

  public init(question: UnderstoodQuestion) {
    self.question = question
    var aliases: [String: [String]] = [:]
    for entity in question.entities {
      let names = entity.names.map { Word.words(in: $0).map(\.folded).joined(separator: " ") }.filter { $0.utf8.count > 1 }
      for word in Word.words(in: entity.mention) where !word.isStopWord { aliases[word.stem, default: []] += names }
    }
    self.aliases = aliases
  }

  /// All sentences of the passages and all facts, best first.
  ///
  /// - Parameter embed: vectors of texts; `nil` scores by words alone.
  public func score(
    _ passages: [EvidencePassage], facts: [Fact], embed: (([String]) throws -> [[Float]])?
  ) throws -> [ScoredSentence] {
    var scored: [ScoredSentence] = []
    for (place, passage) in passages.enumerated() {
      let surroundings = Surroundings(passage)
      for sentence in passage.sentences {
        guard sentence.kind != .heading, !sentence.text.hasSuffix("?") else { continue }
        scored.append(weigh(sentence, .passage(place), surroundings, rank: place))
      }
    }
    for fact in facts.prefix(40) {
      let text = FactWording.sentence(fact)
      let sentence = Sentence(kind: .prose, start: 0, end: 0, quote: text, text: text, context: "")
      scored.append(weigh(sentence, .facts([fact.triple]), Surroundings(), rank: 4, asked: fact.asked))
    }
    scored.sort { $0.score > $1.score }
    if let embed, let asked = question.vector, !scored.isEmpty {
      let count = min(Self.embedded, scored.count)
      let texts = scored.prefix(count).map { entry in Self.embedding(entry, passages) }
      let vectors = try embed(texts)
      for index in 0..<count {
        scored[index].similarity = zip(asked, vectors[index]).reduce(0) { $0 + Double($1.0 * $1.1) }
        scored[index].score = combine(scored[index])
      }
      scored.sort { $0.score > $1.score }
    }
    return scored
  }

  private static func embedding(_ entry: ScoredSentence, _ passages: [EvidencePassage]) -> String {
    guard case .passage(let place) = entry.origin, let heading = passages[place].heading.last else {
      return entry.sentence.text
    }
    return heading + ": " + entry.sentence.text
  }

  private func weigh(
    _ sentence: Sentence, _ origin: ScoredSentence.Origin, _ around: Surroundings, rank: Int, asked: Double = 0
  ) -> ScoredSentence {
    let own = TermMatcher(sentence.text)
    let near = TermMatcher(sentence.context)
    var total = 0.0
    var covered = 0.0
    var coveredAlone = 0.0
    var coveredNear = 0.0
    var totalNear = 0.0
    var missing: [QuestionTerm] = []
    for term in question.terms where !term.isGiven {
      total += term.weight
      let names = aliases[term.stem] ?? []
      var alone = max(own.match(term), names.contains(where: { own.says($0) }) ? 0.95 : 0)
      // Yes or no is answered by the contrary as well.
      if question.kind == .yesNo, own.opposes(term) { alone = max(alone, 0.8) }
      // The relation is what is asked for, so the fact says it in words of its own; not a name, value or condition that it leaves out.
      if asked >= 0.4, !term.isName, !term.isNumber, question.reading?.strangeWords.contains(term.folded) == false { alone = max(alone, 0.9 * asked) }
      let context = 0.85 * near.match(term)
      // Another row of a table is about something else.
      let apart = sentence.kind == .tableRow ? around.near(term) : around.match(term)
      let best = max(alone, context, apart, sentence.kind != .tableRow && names.contains(where: { around.says($0) }) ? 0.7 : 0)
      covered += best * term.weight
      coveredAlone += alone * term.weight
      if !question.quantities.contains(where: { $0.text == term.text }) {
        totalNear += term.weight
        coveredNear += max(alone, context, around.near(term)) * term.weight
      }
      if best < 0.5 { missing.append(term) }
    }
    var entry = ScoredSentence(
      origin: origin, sentence: sentence, score: 0, coverage: total > 0 ? covered / total : 0,
      own: total > 0 ? coveredAlone / total : 0, near: totalNear > 0 ? coveredNear / totalNear : 0, similarity: nil, missing: missing,
      hasAnswerType: AnswerType.isPresent(in: sentence, question: question), rank: rank)
    entry.isMistake = around.isAboutMistakes
    entry.use = SentenceUse(of: sentence)
    entry.score = combine(entry)
    return entry
  }

  private func combine(_ entry: ScoredSentence) -> Double {
    var score = 0.5 * (0.5 * entry.coverage + 0.5 * entry.own)
    if let similarity = entry.similarity {
      score += 0.3 * min(1, max(0, (similarity - 0.15) / 0.65))
    } else {
      score += 0.3 * 0.4 * entry.coverage
    }
    score += entry.hasAnswerType ? 0.12 : 0
    if isWorked(entry.sentence) { score += 0.15 }
    if entry.isFact { score -= 0.06 }
    if entry.isMistake { score -= 0.15 }
    // What leads through a document tells nothing of its subject.
    if entry.use != .tells { score -= 0.2 }
    score += 0.08 / (1 + 0.5 * Double(entry.rank))
    if question.kind == .definition, Self.defines(entry.sentence, question) { score += 0.12 }
    if entry.sentence.kind == .code, question.domain != .code { score -= 0.05 }
    return min(1, max(0, score))
  }

  /// An example with all the values that the asker gives, two at least, and a further one: its result.
  private func isWorked(_ sentence: Sentence) -> Bool {
    let given = question.quantities.map(\.quantity)
    guard given.count > 1, question.kind != .yesNo else { return false }
    let found = QuantityReader.quantities(in: sentence.text).map(\.quantity)
    return given.allSatisfy { value in found.contains { $0.equals(value) } }
      && found.contains { value in !given.contains { $0.equals(value) } }
  }

  /// "X is a …", "X means …", "X: …" with X the thing asked about near the start of the sentence.
  static func defines(_ sentence: Sentence, _ question: UnderstoodQuestion) -> Bool {
    let words = Word.words(in: sentence.text).prefix(12).map { $0 }
    let stems = question.terms.map(\.stem)
    let all = Word.words(in: sentence.text)
    for (first, second) in zip(all, all.dropFirst())
    where ["called", "termed", "named"].contains(first.folded) || first.folded == "as" && all.contains(where: { $0.folded == "known" }) {
      if stems.contains(second.stem) { return true }
    }
    if let colon = sentence.text.utf8.firstIndex(of: UInt8(ascii: ":")) {
      let subject = Word.words(in: String(sentence.text[..<colon])).filter { !$0.isStopWord }
      if !subject.isEmpty, subject.allSatisfy({ stems.contains($0.stem) }) { return true }
    }
    guard let verb = words.firstIndex(where: { Self.definingVerbs.contains($0.folded) }), verb > 0 else { return false }
    // "X that is too deep …" tells of some X; "X is contraindicated …" tells what holds of it, not what it is.
    guard !words[..<verb].contains(where: { ["that", "which", "who"].contains($0.folded) }) else { return false }
    if words[verb].folded == "is", verb + 1 < words.count {
      let next = words[verb + 1].folded
      guard Self.articles.contains(next) || next.hasSuffix("ly") else { return false }
    }
    let subject = words[..<verb]
    guard let defined = question.defined else { return subject.contains { stems.contains($0.stem) } }
    return question.isNamed(defined, in: TermMatcher(subject.map(\.text).joined(separator: " ")))
  }

  private static let articles: Set<String> = ["a", "an", "the", "any", "one", "each", "what", "when", "how"]

  private static let definingVerbs: Set<String> = [
    "is", "are", "means", "refers", "denotes", "describes", "stands", "measures",
  ]
}
