/// The `token` event of a streamed answer: verified text to be appended.
public struct TokenEvent: Codable, Sendable, Equatable {
  public var text: String
  public init(text: String) { self.text = text }
}
