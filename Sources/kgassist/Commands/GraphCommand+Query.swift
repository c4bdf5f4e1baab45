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
