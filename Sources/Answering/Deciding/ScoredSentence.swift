public import KnowledgeGraph

/// A sentence, or a fact in words, weighed as an answer.
public struct ScoredSentence: Sendable {
  /// Where it comes from: a passage of the evidence (by its place there), or facts of the graph.
  public enum Origin: Sendable, Hashable {
    case passage(Int)
    case facts([TripleID])
  }

  public internal(set) var origin: Origin
  public let sentence: Sentence
  /// From 0 to 1: how far it answers the question.
  public var score: Double
  /// From 0 to 1: the share of the question's weight that it, or what stands around it, covers.
  public var coverage: Double
  /// The same for the sentence alone.
  public var own: Double
  /// The same for the sentence with its lead-in, its headings and its document's name.
  public var near: Double
  /// Cosine of its vector with the question's; `nil` before it was asked for.
  public var similarity: Double?
  /// The question's words that neither it nor its surroundings have.
  public var missing: [QuestionTerm]
  /// It holds the kind of thing that is asked for: a number, a name, a date.
  public var hasAnswerType: Bool
  /// It stands in a list of mistakes: its document does not affirm it.
  public internal(set) var isMistake = false
  /// What it is for in its document.
  var use = SentenceUse.tells
  /// The fused rank of its passage, from 0.
  public let rank: Int
}

extension ScoredSentence {
  var isFact: Bool {
    if case .facts = origin { return true }
    return false
  }

  /// The same sentence as part of other evidence.
  func moved(to origin: Origin) -> ScoredSentence {
    var copy = self
    copy.origin = origin
    return copy
  }
}
