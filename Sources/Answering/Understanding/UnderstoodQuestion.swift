public import Fusion
public import KnowledgeGraph

/// A question with everything that its words show.
public struct UnderstoodQuestion: Sendable {
  /// The question as asked, trimmed.
  public let asked: String
  /// The question with the topic of the conversation put in, where it refers back.
  public let text: String
  public let kind: QuestionKind
  public let domain: Domain?
  public let entities: [LinkedEntity]
  /// Content words, each stem once.
  public let terms: [QuestionTerm]
  /// Values in the question, without years.
  public let quantities: [QuantityMention]
  /// Phrases that the asker put in quotation marks.
  public let phrases: [String]
  /// The question's vector; `nil` where the encoder was not asked.
  public let vector: [Float]?
  /// What the fusion Transformer reads out of it; `nil` without its weights.
  public var reading: QuestionReading?

  /// What it is about: the things with the longest mentions, three at most.
  public var subjects: [LinkedEntity] { Array(entities.sorted { $0.mention.utf8.count > $1.mention.utf8.count }.prefix(3)) }

  /// The stem of what is counted in "how many X"; a sentence that answers speaks of it.
  public var focus: String? {
    let words = Word.words(in: text)
    for (first, second) in zip(words, words.dropFirst())
    where first.folded == "how" && (second.folded == "many" || second.folded == "much") {
      return words.first { $0.start > second.start && !$0.isStopWord }?.stem
    }
    return nil
  }

  /// What a definition is asked of: "demand curve" of a curve, "elasticity of demand" of an elasticity.
  var defined: QuestionTerm? {
    guard kind == .definition else { return nil }
    let words = Word.words(in: text).map(\.folded)
    let phrase = words.prefix { $0 != "of" }
    return terms.last { phrase.contains($0.folded) && !$0.isGiven }
  }

  /// Whether a text has a term, or another name of the thing that the term is of.
  func isNamed(_ term: QuestionTerm, in text: TermMatcher) -> Bool {
    text.match(term) >= 0.8
      || entities.contains { entity in
        Word.words(in: entity.mention).contains { $0.stem == term.stem }
          && entity.names.contains { text.says(Word.words(in: $0).map(\.folded).joined(separator: " ")) }
      }
  }

  public init(
    asked: String, text: String, kind: QuestionKind, domain: Domain?, entities: [LinkedEntity], terms: [QuestionTerm],
    quantities: [QuantityMention], phrases: [String], vector: [Float]?
  ) {
    self.asked = asked
    self.text = text
    self.kind = kind
    self.domain = domain
    self.entities = entities
    self.terms = terms
    self.quantities = quantities
    self.phrases = phrases
    self.vector = vector
  }
}
