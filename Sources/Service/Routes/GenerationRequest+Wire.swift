import Generation
import Tokenizers
import Wire

extension GenerationRequest {
  /// - Throws: 400 for everything that is not done here; nothing a caller asked for is left out silently.
  init(_ asked: ChatCompletionRequest, user: UInt32) throws(RequestError) {
    func refuse(_ name: String, _ message: String) -> RequestError {
      RequestError(400, "unsupported", message, parameter: name)
    }
    guard !asked.messages.isEmpty else { throw refuse("messages", "messages must hold at least one message") }
    if asked.tools != nil { throw refuse("tools", "tools are not offered") }
    if asked.responseFormat != nil { throw refuse("response_format", "response_format is not offered") }
    guard asked.n ?? 1 == 1 else { throw refuse("n", "one completion a request is offered") }
    var messages: [ChatMessage] = []
    for (index, message) in asked.messages.enumerated() {
      guard let role = ChatMessage.Role(rawValue: message.role == "developer" ? "system" : message.role) else {
        throw refuse("messages.\(index).role", "the role \(message.role.prefix(32)) is not offered")
      }
      var text = ""
      for part in message.content.parts {
        guard part.type == "text" else {
          throw refuse(
            "messages.\(index).content", "parts of type \(part.type.prefix(32)) are not offered; there are text, image_url and input_audio")
        }
        text += part.text ?? ""
      }
      messages.append(ChatMessage(role: role, content: text))
    }
    let most = asked.maxCompletionTokens ?? asked.maxTokens ?? 512
    guard (1...8192).contains(most) else { throw refuse("max_tokens", "max_tokens must be from 1 to 8192") }
    let temperature = asked.temperature ?? 0
    guard (0...2).contains(temperature) else { throw refuse("temperature", "temperature must be from 0 to 2") }
    let topP = asked.topP ?? 1
    guard topP > 0, topP <= 1 else { throw refuse("top_p", "top_p must be above 0 and at most 1") }
    let stop = asked.stop?.values ?? []
    guard stop.count <= 16, stop.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 256 }) else {
      throw refuse("stop", "stop holds at most 16 texts of 1 to 256 bytes")
    }
    var sampling = SamplingSettings.greedy
    sampling.temperature = Float(temperature)
    sampling.topP = Float(topP)
    sampling.seed = asked.seed
    self.init(messages: messages, maxTokens: most, sampling: sampling, stop: stop)
    self.user = user
  }
}
