/// The body of `POST /v1/embeddings`, as OpenAI's API has it.
public struct EmbeddingsRequest: Codable, Sendable, Equatable {
  public var model: String?
  public var input: [String]
  public var encodingFormat: String?

  enum CodingKeys: String, CodingKey {
    case model, input
    case encodingFormat = "encoding_format"
  }

  public init(model: String? = nil, input: [String], encodingFormat: String? = nil) {
    self.model = model
    self.input = input
    self.encodingFormat = encodingFormat
  }

  /// `input` is one text or a list of texts; token ids are not taken.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    model = try container.decodeIfPresent(String.self, forKey: .model)
    encodingFormat = try container.decodeIfPresent(String.self, forKey: .encodingFormat)
    if let one = try? container.decode(String.self, forKey: .input) {
      input = [one]
    } else {
      input = try container.decode([String].self, forKey: .input)
    }
  }
}

/// The reply of `POST /v1/embeddings`.
public struct EmbeddingsReply: Codable, Sendable, Equatable {
  public struct Embedding: Codable, Sendable, Equatable {
    public var object: String
    public var index: Int
    public var embedding: [Float]

    public init(index: Int, embedding: [Float]) {
      object = "embedding"
      self.index = index
      self.embedding = embedding
    }
  }

  public var object: String
  public var data: [Embedding]
  public var model: String
  public var usage: UsageShape

  public init(data: [Embedding], model: String, usage: UsageShape) {
    object = "list"
    self.data = data
    self.model = model
    self.usage = usage
  }
}
