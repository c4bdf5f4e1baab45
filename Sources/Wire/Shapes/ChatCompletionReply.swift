/// The reply of `POST /v1/chat/completions`, whole or one chunk of a stream.
public struct ChatCompletionReply: Codable, Sendable, Equatable {
  public struct Message: Codable, Sendable, Equatable {
    public var role: String?
    public var content: String?
    public init(role: String?, content: String?) {
      self.role = role
      self.content = content
    }
  }

  public struct Choice: Codable, Sendable, Equatable {
    public var index: Int
    /// In a whole reply.
    public var message: Message?
    /// In a chunk.
    public var delta: Message?
    public var finishReason: String?

    enum CodingKeys: String, CodingKey {
      case index, message, delta
      case finishReason = "finish_reason"
    }

    public init(message: Message? = nil, delta: Message? = nil, finishReason: String?) {
      index = 0
      self.message = message
      self.delta = delta
      self.finishReason = finishReason
    }
  }

  public var id: String
  /// `chat.completion` or `chat.completion.chunk`.
  public var object: String
  /// Seconds since 1970.
  public var created: Int
  public var model: String
  public var choices: [Choice]
  public var usage: UsageShape?

  public init(id: String, object: String, created: Int, model: String, choices: [Choice], usage: UsageShape? = nil) {
    self.id = id
    self.object = object
    self.created = created
    self.model = model
    self.choices = choices
    self.usage = usage
  }
}
