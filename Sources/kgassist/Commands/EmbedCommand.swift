import Wire

enum EmbedCommand: Command {
  static let name = "embed"
  static let summary = "a text's or a picture's vector"
  static let usage = ["embed [TEXT | -] [--json]", "embed --image FILE [--json]"]
  static let flags = [
    Flag("--image", "FILE", "a picture (PNG, JPEG) instead of a text, by the encoder that KGASSIST_IMAGE_ENCODER names"), Flag.json,
  ]
  static let notes = "    Prints the numbers in one line; --json prints the OpenAI shape."

  static func run(_ arguments: Arguments) throws -> Int32 {
    let reply: EmbeddingsReply
    if let path = arguments.text("--image") {
      guard arguments.words.isEmpty else { throw Failure.usage("give a text or a picture, not both") }
      reply = try DaemonClient().send(["v1", "embeddings", "image"], [:], bytes: try InputFile.bytes(of: path), as: EmbeddingsReply.self)
    } else {
      let text = try StandardInput.joined(arguments.words, what: "the text")
      reply = try DaemonClient().post(["v1", "embeddings"], EmbeddingsRequest(input: [text]), as: EmbeddingsReply.self)
    }
    if arguments.has("--json") {
      Terminal.print(String(decoding: try WireJSON.encode(reply), as: UTF8.self))
    } else {
      Terminal.print((reply.data.first?.embedding ?? []).map { "\($0)" }.joined(separator: " "))
    }
    return ExitCode.done
  }
}
