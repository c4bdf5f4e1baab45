public import KnowledgeGraph

/// One turn of a conversation that is over: what was asked and what was answered.
public struct Turn: Sendable, Hashable {
  public let question: String
  public let answer: String

  public init(question: String, answer: String) {
    self.question = question
    self.answer = answer
  }
}

/// A question as it reaches the answerer, with the limits its asker set.
public struct Question: Sendable {
  /// The words of the question, at most ``Question/longest`` bytes of UTF-8.
  public var text: String
  /// The domain the asker named; `nil` lets the answerer guess it.
  public var domain: Domain?
  /// True answers with the evidence's own sentences and runs no decoder.
  public var extractive: Bool
  /// The most tokens the decoder may say; `nil` leaves it to the answerer.
  public var maxTokens: Int?
  /// The moment after which nothing more may be computed.
  public var deadline: ContinuousClock.Instant?
  /// Earlier turns of the same conversation, oldest first; pronouns are resolved against them.
  public var history: [Turn]
  /// How many passages the evidence holds.
  public var evidenceCount: Int
  /// What came with the question, read or heard: evidence for it alone.
  public var attached: [AttachedText] = []
  /// Nothing stored may answer: the question is about what came with it.
  var attachedAlone = false
  /// Who asks; users take turns where answers must wait for each other.
  public var user: UInt32 = 0

  /// A longer question is refused: it is a document, and belongs into the store.
  public static let longest = 16_384

  public init(
    text: String, domain: Domain? = nil, extractive: Bool = false, maxTokens: Int? = nil,
    deadline: ContinuousClock.Instant? = nil, history: [Turn] = [], evidenceCount: Int = 8
  ) {
    self.text = text
    self.domain = domain
    self.extractive = extractive
    self.maxTokens = maxTokens
    self.deadline = deadline
    self.history = history
    self.evidenceCount = evidenceCount
  }
}
