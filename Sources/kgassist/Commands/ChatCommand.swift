import Foundation
import Wire

enum ChatCommand: Command {
  static let name = "chat"
  static let summary = "the same, turn by turn"
  static let usage = ["chat [--domain D] [--adapter NAME]... [--decoder NAME] [--extractive] [--conversation ID]"]
  static let flags = [
    Flag.domain, Flag("--adapter", "NAME", "let the decoder answer with this adapter; several are stacked"),
    Flag("--decoder", "NAME", "let a decoder that kgassist train decoder made word the answers"), Flag("--extractive", "answer with the evidence's own sentences"),
    Flag("--conversation", "ID", "continue the conversation of this name"),
  ]
  static let notes = """
    Each line is a question; later ones may refer to earlier ones. The daemon remembers the last turns while it runs.

    \(Self.orders)
    """

  private static let orders = """
      /help              this list
      /history           the questions and answers so far
      /domain D          finance, medical or code; /domain alone lets each question decide
      /extractive        the evidence's own sentences, on or off
      /new               forget what was said
      /quit              or Ctrl-D
    """

  static func run(_ arguments: Arguments) throws -> Int32 {
    guard arguments.words.isEmpty else { throw Failure.usage("chat takes no question; use kgassist ask for a single one") }
    var chat = Chat(asking: try Asking(arguments), daemon: try DaemonClient())
    _ = try chat.daemon.request("GET", ["version"])
    if chat.asking.conversation == nil { chat.startAnew() }
    if Terminal.inputIsTerminal { Terminal.say("Ask away; /help lists what else there is, Ctrl-D ends.") }
    while true {
      if Terminal.inputIsTerminal { Terminal.sayRaw("> ") }
      guard let line = readLine()?.trimmingCharacters(in: .whitespaces) else { break }
      if line.isEmpty { continue }
      if line == "/quit" || line == "/exit" { break }
      if line == "/help" { Terminal.say(orders) } else { try chat.take(line) }
    }
    return ExitCode.done
  }
}

/// A conversation under way.
private struct Chat {
  var asking: Asking
  let daemon: DaemonClient
  private var questions: [String] = []

  init(asking: Asking, daemon: DaemonClient) {
    self.asking = asking
    self.daemon = daemon
  }

  mutating func startAnew() {
    asking.conversation = "chat-" + UUID().uuidString.lowercased()
    questions = []
  }

  mutating func take(_ line: String) throws {
    guard line.hasPrefix("/") else { return try ask(line) }
    let words = line.split(separator: " ").map(String.init)
    switch words[0] {
    case "/history":
      for (number, question) in questions.enumerated() { Terminal.say("\(number + 1). \(question)") }
      if questions.isEmpty { Terminal.say("nothing was asked yet") }
    case "/domain":
      guard words.count == 1 || ["finance", "medical", "code"].contains(words[1]) else {
        return Terminal.say("a domain is finance, medical or code")
      }
      asking.domain = words.count == 1 ? nil : words[1]
      Terminal.say("domain: \(asking.domain ?? "found from each question")")
    case "/extractive":
      asking.isExtractive.toggle()
      Terminal.say("extractive: \(asking.isExtractive ? "on" : "off")")
    case "/new":
      startAnew()
      Terminal.say("a new conversation")
    default: Terminal.say("there is no \(words[0]); /help lists what there is")
    }
  }

  /// What goes wrong with one question does not end the conversation, except that nobody is there any more.
  private mutating func ask(_ question: String) throws {
    questions.append(question)
    do {
      _ = try asking.ask(question, of: daemon)
    } catch let failure as Failure where failure.exitCode != ExitCode.noDaemon {
      Terminal.say("kgassist: \(Terminal.harmless(failure.description))")
    }
  }
}
