/// How a conversation is written down for a chat model.
///
/// ```swift
/// let template = ChatTemplate(jinja: file.chatTemplate) ?? .chatML
/// let ids = tokenizer.encode(messages, template: template, assistantPrefix: "The answer is")
/// ```
public struct ChatTemplate: Sendable, Hashable {
  /// What the model is told when the conversation does not begin with a system message; nil for nothing.
  public var defaultSystemMessage: String?

  /// ChatML without a system message of its own.
  public static let chatML = ChatTemplate(defaultSystemMessage: nil)

  public init(defaultSystemMessage: String?) {
    self.defaultSystemMessage = defaultSystemMessage
  }

  /// The template that a GGUF file carries as `tokenizer.chat_template`; nil where it is not ChatML.
  ///
  /// The Jinja source is recognised, not run: its markers and its default system message are read from it.
  public init?(jinja source: String) {
    guard source.contains(Self.start), source.contains(Self.end) else { return nil }
    defaultSystemMessage = Self.defaultSystemMessage(in: source)
  }

  /// The conversation as text.
  ///
  /// - Parameter addGenerationPrompt: whether to open the assistant's turn at the end.
  public func render(_ messages: [ChatMessage], addGenerationPrompt: Bool) -> String {
    parts(messages, addGenerationPrompt: addGenerationPrompt).map(\.text).joined()
  }

  static let start = "<|im_start|>"
  static let end = "<|im_end|>"

  /// Markers and what stands between them, so that a marker inside a message stays what it is: somebody's text.
  enum Part: Hashable {
    case marker(String)
    case plain(String)

    var text: String {
      switch self {
      case .marker(let text), .plain(let text): text
      }
    }
  }

  func parts(_ messages: [ChatMessage], addGenerationPrompt: Bool, assistantPrefix: String = "") -> [Part] {
    var turns = messages.map { ($0.role.rawValue, $0.content) }
    if let message = defaultSystemMessage, messages.first?.role != .system {
      turns.insert(("system", message), at: 0)
    }
    var parts: [Part] = []
    for (role, content) in turns {
      parts += [.marker(Self.start), .plain("\(role)\n\(content)"), .marker(Self.end), .plain("\n")]
    }
    if addGenerationPrompt {
      parts += [.marker(Self.start), .plain("assistant\n\(assistantPrefix)")]
    }
    return parts
  }

  /// The first literal text between `<|im_start|>system` and `<|im_end|>`; an expression there has quotes or braces.
  private static func defaultSystemMessage(in source: String) -> String? {
    var rest = source[...]
    while let opening = rest.firstRange(of: start + "system") {
      rest = rest[opening.upperBound...]
      var body = rest
      if body.hasPrefix("\\n") {
        body = body.dropFirst(2)
      } else if body.first == "\n" {
        body = body.dropFirst()
      } else {
        continue
      }
      guard let closing = body.firstRange(of: end) else { return nil }
      let message = body[..<closing.lowerBound]
      if !message.isEmpty, !message.contains(where: { "'\"{}".contains($0) }) { return String(message) }
    }
    return nil
  }
}
