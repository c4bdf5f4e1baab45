import Foundation
import Wire

enum ReadCommand: Command {
  static let name = "read"
  static let summary = "the text, boxes and tables of a picture"
  static let usage = ["read FILE... [--json]"]
  static let flags = [Flag.json]
  static let notes = """
    Reads PNG, JPEG (with the program djpeg) and pages of a PDF (with pdftoppm). Lines come in the order in which a person would
    read them; tables follow as rows whose cells are parted by tabs. --json prints one object a file, with the box of every line and word.

    Exit codes: 0 read, 65 the file cannot be decoded or holds no text, 66 there is no such file, 69 no daemon.

      kgassist read page.png
      kgassist read --json receipt.jpg
    """

  static func run(_ arguments: Arguments) throws -> Int32 {
    guard !arguments.words.isEmpty else { throw Failure.usage("read needs at least one file") }
    let daemon = try DaemonClient()
    for path in arguments.words {
      let reply = try daemon.send(["v1", "read"], [:], bytes: try InputFile.bytes(of: path), as: ReadReply.self)
      if arguments.has("--json") {
        Terminal.print(String(decoding: try WireJSON.encode(reply), as: UTF8.self))
        continue
      }
      if arguments.words.count > 1 { Terminal.say("\(path):") }
      Terminal.print(Terminal.harmless(reply.text))
      for table in reply.pages.flatMap(\.tables) {
        Terminal.print("")
        for row in table.rows { Terminal.print(row.map { Terminal.harmless($0) }.joined(separator: "\t")) }
      }
    }
    return ExitCode.done
  }
}
