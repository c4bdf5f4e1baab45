import Foundation
import Wire

extension GraphCommand {
  /// The answer of a SPARQL query, as it comes.
  static func query(_ words: [String], _ arguments: Arguments) throws -> Int32 {
    guard words.count == 1 else { throw Failure.usage("graph query takes one SPARQL query in quotes, or - for stdin") }
    let format = arguments.text("--format") ?? (arguments.has("--json") ? "json" : Terminal.outputIsTerminal ? "table" : "tsv")
    guard ["table", "json", "csv", "tsv", "nt", "ttl"].contains(format) else {
      throw Failure.usage("--format must be table, json, csv or tsv, and of triples nt or ttl; not \(format)")
    }
    var text = words[0]
    if text == "-" { text = String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self) }
    let deadline = try arguments.milliseconds("--deadline") ?? 30_000
    let isGraph = Self.makesTriples(text)
    let query = ["format": isGraph && !["nt", "ttl"].contains(format) ? "nt" : format, "deadline_ms": String(deadline)]
    do {
      let (path, type) = (["v1", "graph", "query"], "application/sparql-query")
      if Terminal.outputIsTerminal {
        // What a document put into the graph moves no cursor.
        let bytes = try DaemonClient().request("POST", path, query, body: Array(text.utf8), contentType: type)
        try OutputFile.standardOutput.write(Array(Terminal.harmless(String(decoding: bytes, as: UTF8.self)).utf8))
      } else {
        try DaemonClient().perform("POST", path, query, body: Array(text.utf8), contentType: type) { try OutputFile.standardOutput.write($0) }
      }
    } catch let failure as Failure {
      guard let place = QueryPlace(failure.description, in: text) else { throw failure }
      throw Failure(failure.description + "\n" + place.picture, exitCode: failure.exitCode)
    }
    return ExitCode.done
  }

  /// Changes the graph as a SPARQL update says: written out, in a file, or on stdin.
  static func update(_ words: [String], _ arguments: Arguments) throws -> Int32 {
    guard words.count == 1 else { throw Failure.usage("graph update takes one SPARQL update in quotes, a file with one, or - for stdin") }
    let text = try updateText(words[0])
    var query = ["deadline_ms": String(try arguments.milliseconds("--deadline") ?? 30_000)]
    if arguments.has("--dry-run") { query["dry_run"] = "1" }
    do {
      let bytes = try DaemonClient().request(
        "POST", ["v1", "graph", "update"], query, body: Array(text.utf8), contentType: "application/sparql-update")
      let change = try WireJSON.decode(GraphChangeShape.self, from: bytes)
      if arguments.has("--json") { return try printed(change) }
      let would = change.dryRun ? "would be " : ""
      Terminal.print("\(change.inserted) triples \(would)added, \(change.removed) \(would)removed")
      for contradiction in change.contradictions { Terminal.say(Self.text(contradiction)) }
    } catch let failure as Failure {
      guard let place = QueryPlace(failure.description, in: text) else { throw failure }
      throw Failure(failure.description + "\n" + place.picture, exitCode: failure.exitCode)
    }
    return ExitCode.done
  }

  /// Every update has a space or a brace in it; a file's name usually has neither.
  private static func updateText(_ word: String) throws -> String {
    if word == "-" { return String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self) }
    if let data = FileManager.default.contents(atPath: word) { return String(decoding: data, as: UTF8.self) }
    if !word.contains(where: { $0.isWhitespace || $0 == "{" }) {
      throw Failure("\(word): there is no such file; an update is given as text in quotes, a file or -", exitCode: ExitCode.inputMissing)
    }
    return word
  }

  /// Whether the form of the query is CONSTRUCT or DESCRIBE, which give triples.
  private static func makesTriples(_ text: String) -> Bool {
    let plain = text.replacing(/<[^<>\s]*>|"[^"]*"|#[^\n]*/, with: " ")
    guard let form = plain.firstMatch(of: /(?i)\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b/) else { return false }
    return ["CONSTRUCT", "DESCRIBE"].contains(form.output.1.uppercased())
  }
}

/// The line of a query that an error names, with a mark below the column.
struct QueryPlace {
  let picture: String

  init?(_ message: String, in query: String) {
    guard let match = message.firstMatch(of: /line (\d+), column (\d+)/), let line = Int(match.output.1), let column = Int(match.output.2) else {
      return nil
    }
    let lines = query.split(omittingEmptySubsequences: false) { $0.isNewline }
    guard line >= 1, line <= lines.count, lines[line - 1].unicodeScalars.count < 500 else { return nil }
    // A tab stays a tab above and below, so that the mark stands under its place.
    let before = lines[line - 1].unicodeScalars.prefix(column - 1).map { $0 == "\t" ? "\t" : " " }.joined()
    picture = "  \(lines[line - 1])\n  \(before)^"
  }
}
