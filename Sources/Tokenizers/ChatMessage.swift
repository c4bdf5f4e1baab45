/// One turn of a conversation.
public struct ChatMessage: Sendable, Codable, Hashable {
  public enum Role: String, Sendable, Codable {
    case system, user, assistant
  }

  public var role: Role
  public var content: String

  public init(role: Role, content: String) {
    self.role = role
    self.content = content
  }
}
