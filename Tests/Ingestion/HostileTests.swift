import Foundation
import Ingestion
import KnowledgeGraph
import SeededNumbers
import Testing

@Suite("Hostile documents cost no more than their size", .serialized)
struct HostileTests {
  static let size = 2_000_000

  static let inputs: [(String, String, Int)] = [
    ("open angles", "<", size), ("open brackets", "[", size), ("open braces", "{", size), ("bangs", "![", size / 2), ("quotes", "\"", size),
    ("half tags", "<a \"", size / 4), ("tags with one apostrophe", "<a '>", size / 5), ("comments", "<!--", size / 4), ("entities", "&#x", size / 3),
    ("stops", ". ", size / 2), ("one line", "word ", size / 5), ("one word", "a", size), ("backticks", "`", size), ("bars", "|", size),
    ("rows of bars", "|a|\n", size / 20), ("headings", "# h\n", 100_000), ("bare divs", "<div>", size / 5), ("tables in tables", "<table><tr><td>", size / 15),
    ("spaces", " ", size), ("line ends", "\n", size), ("field of spaces and quotes", ",  \"\"", size / 5), ("stars", "* ", size / 2),
    ("block comments", "/* ", size / 3), ("attributes", "@a(\n", size / 20), ("declarations", "class A {\n", size / 20), ("navs", "<nav>", size / 5),
    ("escapes", "\\\"", size / 2), ("links", "[a](", size / 4), ("combining", "e\u{301}", size / 3), ("numbers", "1.", size / 2),
  ]

  /// The store's own work on the bytes is part of it; quadratic work would be hours.
  @Test("In every format", .timeLimit(.minutes(10)), arguments: inputs)
  func inEveryFormat(_ name: String, _ unit: String, _ count: Int) async throws {
    let bytes = Array(repeating: Array(unit.utf8), count: count).flatMap { $0 }
    let bench = try await Workbench()
    for suffix in ["txt", "md", "html", "csv", "json", "swift", "py", "cpp"] {
      do {
        _ = try await bench.ingestor.ingest(IncomingDocument(name: "x.\(suffix)", bytes: bytes), domain: nil, replace: true)
      } catch let error as IngestionError {
        // JSON must refuse most of these; the others may say that it is too much.
        #expect(suffix == "json" || error.kind == .tooLarge, "\(name).\(suffix): \(error)")
      }
    }
  }

  @Test func whatIsTooLargeOrTooDeepIsRefused() async throws {
    var limits = IngestionLimits()
    limits.documentBytes = 1000
    limits.passages = 3
    let bench = try await Workbench(limits: limits)
    let large = await #expect(throws: IngestionError.self) { try await bench.ingest("a.txt", [UInt8](repeating: 65, count: 1001)) }
    #expect(large?.kind == .tooLarge)
    let many = await #expect(throws: IngestionError.self) { try await bench.ingest("b.md", (1...20).map { "# H\($0)\n\ntext\n\n" }.joined()) }
    #expect(many?.kind == .tooLarge && many?.description.contains("3 passages") == true)
    let deep = await #expect(throws: IngestionError.self) { try await bench.ingest("c.json", String(repeating: "[", count: 400)) }
    #expect(deep?.kind == .syntax(line: 1) && deep?.description.contains("nested") == true)
    #expect(try await bench.store.verify().isEmpty)
  }

  @Test func randomBytesOfEveryFormatNeverBreakARange() async throws {
    var random = SeededGenerator(seed: 11)
    let pieces: [[UInt8]] = [
      "# ", "\n", "\n\n", "a word. ", "Zwölf ", "| a | b |\n", "|---|---|\n", "```\n", "<p>", "</p>", "<table><tr><td>", "</td>", "</table>", "&amp;", "&#8364;",
      "<!--", "-->", "\"", ",", ";", "\t", "{", "}", "[", "]", "\"k\": ", "\\u00e9", "- ", "1. ", "  ", "func f() {\n", "}\n", "class A:\n", "def g():\n",
      "/* ", "*/", "// c\n", "é", "漢", "😀", "\r\n", "===\n", "<h1>", "</h1>", "<pre>", "</pre>", "<br>", "<li>", "'", "<script>", "</script>", "<td colspan=3>",
    ].map { Array($0.utf8) }
    let bench = try await Workbench()
    for round in 0..<60 {
      let bytes = (0..<Int.random(in: 1..<120, using: &random)).flatMap { _ in pieces.randomElement(using: &random)! }
      for suffix in ["txt", "md", "html", "csv", "tsv", "swift", "py", "js", "rs", "sql", "sh"] {
        try await bench.ingest("\(round).\(suffix)", bytes, replace: true)
      }
      let wide = [0xFF, 0xFE] + encoded(String(decoding: bytes, as: UTF8.self), .utf16LittleEndian)
      for suffix in ["md", "html", "csv"] { try await bench.ingest("wide\(round).\(suffix)", wide, replace: true) }
    }
    #expect(try await bench.store.verify().isEmpty)
  }
}
