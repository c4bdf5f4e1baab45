import Wire

enum DocsCommand: Command {
  static let name = "docs"
  static let summary = "what documents the store holds"
  static let usage = ["docs list [--json]", "docs show ID [--json]", "docs remove ID..."]
  static let flags = [Flag.json]
  static let words = ["list", "show", "remove"]
  static let notes = """
    A document is named by its ID (sha256:…), the beginning of it, or its name where only one has it. Removing one takes
    away everything that it brought, in one step.
    """

  static func run(_ arguments: Arguments) throws -> Int32 {
    let daemon = try DaemonClient()
    let rest = Array(arguments.words.dropFirst())
    switch arguments.words.first {
    case "list", nil:
      let list = try daemon.get(["v1", "documents"], as: DocumentList.self)
      if arguments.has("--json") { return try printed(list) }
      var table = Table()
      for document in list.documents {
        table.add(String(document.id.prefix(19)), document.domain ?? "–", "\(document.passages) passages", Terminal.harmless(document.name))
      }
      if table.isEmpty { Terminal.say("the store holds no documents; kgassist ingest PATH brings some") } else { Terminal.print(table.text) }
    case "show":
      guard rest.count == 1 else { throw Failure.usage("docs show takes one ID") }
      let document = try find(rest[0], daemon)
      if arguments.has("--json") { return try printed(document) }
      Terminal.print(
        Terminal.harmless("\(document.name)\n\(document.id)\n\(document.mediaType), \(document.bytes) bytes, \(document.passages) passages, domain \(document.domain ?? "–")\n"))
      let text = try daemon.get(["v1", "documents", document.id, "text"], as: DocumentText.self)
      Terminal.print(Terminal.harmless(text.text))
    case "remove":
      guard !rest.isEmpty else { throw Failure.usage("docs remove takes at least one ID") }
      for id in rest {
        let document = try find(id, daemon)
        _ = try daemon.delete(["v1", "documents", document.id], as: DocumentRemoved.self)
        Terminal.print(Terminal.harmless("removed \(document.name)"))
      }
    case let other?: throw Failure.usage("docs does not know \(other); it takes list, show or remove")
    }
    return ExitCode.done
  }

  private static func printed(_ value: some Encodable) throws -> Int32 {
    Terminal.print(String(decoding: try WireJSON.encode(value), as: UTF8.self))
    return ExitCode.done
  }

  private static func find(_ name: String, _ daemon: DaemonClient) throws -> DocumentShape {
    if name.hasPrefix("sha256:"), name.utf8.count == 71 {
      return try daemon.get(["v1", "documents", name], as: DocumentShape.self)
    }
    let all = try daemon.get(["v1", "documents"], as: DocumentList.self).documents
    let found = all.filter { $0.name == name || (name.count >= 6 && $0.id.hasPrefix(name)) }
    guard let first = found.first else { throw Failure("there is no document \(name)", exitCode: ExitCode.notFound) }
    guard found.count == 1 else {
      throw Failure.usage("\(found.count) documents are called \(name); use the ID: \(found.map(\.id).joined(separator: ", "))")
    }
    return first
  }
}
