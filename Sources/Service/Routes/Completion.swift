import Generation
import Wire

/// The OpenAI shapes of one completion, whole and in chunks.
struct Completion: Sendable {
  struct End: Sendable {
    let reason: FinishReason
    let promptTokens: Int
    let completionTokens: Int

    var name: String { reason == .stop ? "stop" : "length" }
    var usage: UsageShape {
      UsageShape(
        promptTokens: promptTokens, completionTokens: completionTokens, totalTokens: promptTokens + completionTokens)
    }
  }

  let id: String
  let created: Int
  let model: String

  func whole(_ text: String, _ end: End) -> ChatCompletionReply {
    let message = ChatCompletionReply.Message(role: "assistant", content: text)
    return reply("chat.completion", .init(message: message, finishReason: end.name), usage: end.usage)
  }

  func chunk(role: String?, text: String) -> ChatCompletionReply {
    reply("chat.completion.chunk", .init(delta: .init(role: role, content: text), finishReason: nil))
  }

  func lastChunk(_ end: End) -> ChatCompletionReply {
    let delta = ChatCompletionReply.Message(role: nil, content: nil)
    return reply("chat.completion.chunk", .init(delta: delta, finishReason: end.name), usage: end.usage)
  }

  private func reply(
    _ object: String, _ choice: ChatCompletionReply.Choice, usage: UsageShape? = nil
  ) -> ChatCompletionReply {
    ChatCompletionReply(id: id, object: object, created: created, model: model, choices: [choice], usage: usage)
  }
}
