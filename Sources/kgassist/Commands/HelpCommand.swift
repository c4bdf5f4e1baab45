import Wire

enum HelpCommand: Command {
  static let name = "help"
  static let summary = "how to use kgassist, or one of its commands"
  static let usage = ["help [COMMAND]"]
  static let flags: [Flag] = []
  static let notes = ""
  static var words: [String] { CommandList.all.map { $0.name } }

  static func run(_ arguments: Arguments) throws -> Int32 {
    guard let word = arguments.words.first else {
      Terminal.print(overview, terminator: "")
      return ExitCode.done
    }
    Terminal.print(text(of: try CommandList.named(word)), terminator: "")
    return ExitCode.done
  }

  static var overview: String {
    var table = Table()
    for command in CommandList.all { table.add("  " + command.name, command.summary) }
    return """
      kgassist answers questions about finance, medicine and programming from your own documents, on this machine alone.
      Every sentence of an answer carries a citation that was checked.

      A first round:
        kgassistd &                          start the daemon (or: sudo systemctl start kgassist.socket)
        kgassist ingest my-documents/        give it something to read
        kgassist ask "…"                     ask; the documents it stands in are listed below the answer

      Commands:
      \(table.text)

      kgassist help COMMAND explains one. kgassist doctor says what is set, what is missing and how to mend it.
      Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not enough evidence, 4 not found, 13 some of a batch failed,
      65 cannot be decoded, 66 file missing, 69 no daemon, 75 busy, 77 not permitted, 78 bad settings, 124 deadline.

      """
  }

  static func text(of command: any Command.Type) -> String {
    var text = "kgassist \(command.name): \(command.summary)\n\n"
    for (index, line) in command.usage.enumerated() { text += "\(index == 0 ? "usage: " : "       ")kgassist \(line)\n" }
    if !command.flags.isEmpty {
      var table = Table()
      for flag in command.flags { table.add("  " + flag.name + (flag.value.map { " " + $0 } ?? ""), flag.summary) }
      text += "\n" + table.text + "\n"
    }
    if !command.notes.isEmpty { text += "\n" + command.notes + "\n" }
    return text
  }
}
