/// Tokens that one answer took.
public struct UsageShape: Codable, Sendable, Equatable {
  public var promptTokens: Int
  public var completionTokens: Int
  /// Their sum, as the OpenAI shapes have it; nil elsewhere.
  public var totalTokens: Int?

  enum CodingKeys: String, CodingKey {
    case promptTokens = "prompt_tokens"
    case completionTokens = "completion_tokens"
    case totalTokens = "total_tokens"
  }

  public init(promptTokens: Int, completionTokens: Int, totalTokens: Int? = nil) {
    self.promptTokens = promptTokens
    self.completionTokens = completionTokens
    self.totalTokens = totalTokens
  }
}
