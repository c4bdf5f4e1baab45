/// The body of `POST /v1/ask`.
public struct AskRequest: Codable, Sendable, Equatable {
  public var question: String
  public var attachments: [Attachment]?
  /// `finance`, `medical` or `code`; nil lets the daemon find it.
  public var domain: String?
  /// Milliseconds from the request's arrival.
  public var deadlineMs: Int?
  public var stream: Bool?
  /// True answers with sentences of the evidence alone; no decoder is used.
  public var extractive: Bool?
  public var maxTokens: Int?
  /// Continues the conversation of that name; earlier turns are remembered by the daemon while it runs.
  public var conversation: String?

  enum CodingKeys: String, CodingKey {
    case question, attachments, domain, stream, extractive, conversation
    case deadlineMs = "deadline_ms"
    case maxTokens = "max_tokens"
  }

  public init(
    question: String, attachments: [Attachment]? = nil, domain: String? = nil, deadlineMs: Int? = nil,
    stream: Bool? = nil, extractive: Bool? = nil, maxTokens: Int? = nil, conversation: String? = nil
  ) {
    self.question = question
    self.attachments = attachments
    self.domain = domain
    self.deadlineMs = deadlineMs
    self.stream = stream
    self.extractive = extractive
    self.maxTokens = maxTokens
    self.conversation = conversation
  }
}
