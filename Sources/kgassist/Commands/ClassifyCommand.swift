import Foundation
import Wire

enum ClassifyCommand: Command {
  static let name = "classify"
  static let summary = "which class a text belongs to, by a classifier of your own"
  static let usage = ["classify NAME [TEXT | -] [--lines] [--json]"]
  static let flags = [Flag("--lines", "each line that is piped in is a text of its own"), Flag.json]
  static let notes = """
    Prints the classes with their probabilities, likeliest first; with --lines the likeliest class of each line, its probability and the
    line, between tabs. kgassist train classifier makes one; kgassist models lists them.

      kgassist classify topics "My card was charged twice."
      kgassist classify topics --lines - < mails.txt
    """

  /// Texts of one request.
  private static let most = 512

  static func run(_ arguments: Arguments) throws -> Int32 {
    guard let name = arguments.words.first else { throw Failure.usage("classify takes a classifier's name and a text") }
    let text = try StandardInput.joined(Array(arguments.words.dropFirst()), what: "the text"), isLines = arguments.has("--lines")
    let texts = isLines ? text.split(whereSeparator: \.isNewline).map(String.init).filter { !$0.allSatisfy(\.isWhitespace) } : [text]
    let daemon = try DaemonClient()
    for start in stride(from: 0, to: texts.count, by: most) {
      let some = Array(texts[start..<min(start + most, texts.count)])
      let reply = try daemon.post(["v1", "classify"], ClassifyRequest(model: name, input: some), as: ClassifyReply.self)
      for (text, result) in zip(some, reply.results) {
        if arguments.has("--json") {
          Terminal.print(String(decoding: try WireJSON.encode(result), as: UTF8.self))
        } else if isLines {
          Terminal.print(Terminal.harmless(result.label) + String(format: "\t%.3f\t", result.probability) + Terminal.harmless(text))
        } else {
          var table = Table()
          for score in result.scores { table.add(Terminal.harmless(score.label), String(format: "%.3f", score.probability)) }
          Terminal.print(table.text)
        }
      }
    }
    return ExitCode.done
  }
}
