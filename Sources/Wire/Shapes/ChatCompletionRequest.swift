/// The body of `POST /v1/chat/completions`, as OpenAI's API has it.
public struct ChatCompletionRequest: Codable, Sendable, Equatable {
  public struct Message: Codable, Sendable, Equatable {
    public var role: String
    public var content: Content

    public init(role: String, content: String) {
      self.role = role
      self.content = Content(parts: [Part(type: "text", text: content)])
    }
  }

  public struct Part: Codable, Sendable, Equatable {
    public var type: String
    public var text: String?
    public var inputAudio: InputAudio?
    public var imageURL: ImageURL?

    enum CodingKeys: String, CodingKey {
      case type, text
      case inputAudio = "input_audio"
      case imageURL = "image_url"
    }

    public init(type: String, text: String?) {
      self.type = type
      self.text = text
    }
  }

  /// A recording in base64.
  public struct InputAudio: Codable, Sendable, Equatable {
    public var data: String
    public var format: String?
  }

  /// A picture, as a data URL.
  public struct ImageURL: Codable, Sendable, Equatable {
    public var url: String
  }

  /// One text, or a list of parts.
  public struct Content: Codable, Sendable, Equatable {
    public var parts: [Part]

    public init(parts: [Part]) { self.parts = parts }

    public init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        parts = [Part(type: "text", text: text)]
      } else {
        parts = try container.decode([Part].self)
      }
    }

    public func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      if parts.count == 1, parts[0].type == "text", let text = parts[0].text {
        try container.encode(text)
      } else {
        try container.encode(parts)
      }
    }
  }

  public var model: String?
  public var messages: [Message]
  public var stream: Bool?
  public var maxTokens: Int?
  public var maxCompletionTokens: Int?
  public var temperature: Double?
  public var topP: Double?
  public var seed: UInt64?
  public var n: Int?
  public var stop: StopStrings?
  /// Present only to be refused: they would otherwise be ignored.
  public var tools: [UnsupportedValue]?
  public var responseFormat: UnsupportedValue?

  enum CodingKeys: String, CodingKey {
    case model, messages, stream, temperature, seed, n, stop, tools
    case maxTokens = "max_tokens"
    case maxCompletionTokens = "max_completion_tokens"
    case topP = "top_p"
    case responseFormat = "response_format"
  }

  public init(model: String? = nil, messages: [Message], stream: Bool? = nil, maxTokens: Int? = nil) {
    self.model = model
    self.messages = messages
    self.stream = stream
    self.maxTokens = maxTokens
  }
}

/// A value whose presence is all that matters.
public struct UnsupportedValue: Codable, Sendable, Equatable {
  public init(from decoder: any Decoder) throws {}
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encodeNil()
  }
}

/// One stop string, or a list of them.
public struct StopStrings: Codable, Sendable, Equatable {
  public var values: [String]

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let one = try? container.decode(String.self) {
      values = [one]
    } else {
      values = try container.decode([String].self)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(values)
  }
}
