import Wire

enum EmbedCommand: Command {
  static let name = "embed"
  static let summary = "a text's vector"
  static let usage = ["embed [TEXT | -] [--json]"]
  static let flags = [Flag.json]
  static let notes = "    Prints the numbers in one line; --json prints the OpenAI shape."

  static func run(_ arguments: Arguments) throws -> Int32 {
    let text = try StandardInput.joined(arguments.words, what: "the text")
    let reply = try DaemonClient().post(["v1", "embeddings"], EmbeddingsRequest(input: [text]), as: EmbeddingsReply.self)
    if arguments.has("--json") {
      Terminal.print(String(decoding: try WireJSON.encode(reply), as: UTF8.self))
    } else {
      Terminal.print((reply.data.first?.embedding ?? []).map { "\($0)" }.joined(separator: " "))
    }
    return ExitCode.done
  }
}
