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
  /// Names of adapters that the decoder answers with, stacked in this order.
  public var adapter: Names?
  /// The name of a decoder that was trained here; the loaded one unless given.
  public var decoder: String?

  /// One name, or several in a list.
  public struct Names: Codable, Sendable, Equatable {
    public var values: [String]

    public init(_ values: [String]) { self.values = values }

    public init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      values = try (try? container.decode(String.self)).map { [$0] } ?? container.decode([String].self)
    }

    public func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      if values.count == 1 { try container.encode(values[0]) } else { try container.encode(values) }
    }
  }

  enum CodingKeys: String, CodingKey {
    case question, attachments, domain, stream, extractive, conversation, adapter, decoder
    case deadlineMs = "deadline_ms"
    case maxTokens = "max_tokens"
  }

  public init(
    question: String, attachments: [Attachment]? = nil, domain: String? = nil, deadlineMs: Int? = nil,
    stream: Bool? = nil, extractive: Bool? = nil, maxTokens: Int? = nil, conversation: String? = nil, adapter: [String] = [], decoder: String? = nil
  ) {
    self.question = question
    self.attachments = attachments
    self.domain = domain
    self.deadlineMs = deadlineMs
    self.stream = stream
    self.extractive = extractive
    self.maxTokens = maxTokens
    self.conversation = conversation
    self.adapter = adapter.isEmpty ? nil : Names(adapter)
    self.decoder = decoder
  }
}
