import Wire

enum SearchCommand: Command {
  static let name = "search"
  static let summary = "the evidence alone: passages, entities, facts, in the order answering would use"
  static let usage = ["search QUESTION [-k N] [--domain D] [--json]"]
  static let flags = [Flag("-k", "N", "how many passages (8)"), Flag.domain, Flag.json]
  static let notes = """
      kgassist search "share buyback" -k 5
    """

  static func run(_ arguments: Arguments) throws -> Int32 {
    let k = try arguments.number("-k", in: 1...1000)
    let domain = try arguments.domain()
    let question = try StandardInput.joined(arguments.words, what: "the question")
    let reply = try DaemonClient().post(
      ["v1", "search"], SearchRequest(question: question, domain: domain, k: k), as: SearchReply.self)
    if arguments.has("--json") {
      Terminal.print(String(decoding: try WireJSON.encode(reply), as: UTF8.self))
    } else {
      show(reply)
    }
    return reply.passages.isEmpty && reply.facts.isEmpty ? ExitCode.notFound : ExitCode.done
  }

  private static func show(_ reply: SearchReply) {
    for (index, passage) in reply.passages.enumerated() {
      let place = "\(index + 1). \(passage.name), bytes \(passage.start)–\(passage.end), score \(rounded(passage.score))"
      Terminal.print(Terminal.bold(Terminal.harmless(place)))
      Terminal.print(Terminal.harmless(passage.text) + "\n")
    }
    for calculation in reply.calculations ?? [] {
      Terminal.print(Terminal.harmless("= \(calculation.text)  (\(calculation.derivation))"))
    }
    if !reply.entities.isEmpty {
      Terminal.print("entities: " + Terminal.harmless(reply.entities.map(\.label).joined(separator: ", ")))
    }
    for fact in reply.facts {
      let mark = fact.inferred ? " (inferred)" : ""
      Terminal.print(Terminal.harmless("- \(fact.subject) \(fact.predicate) \(fact.object)\(mark)"))
    }
    if reply.passages.isEmpty, reply.facts.isEmpty { Terminal.say("nothing was found") }
  }

  private static func rounded(_ value: Double) -> String { String(Double(Int(value * 1000)) / 1000) }
}
