import Ingestion
import KnowledgeGraph
import Testing

@Suite("Source is cut at declarations, with comments above them and types around them")
struct SourceTests {
  /// Statements that make a function too long to share a passage.
  static func body(_ indent: String, _ end: String = "") -> String {
    (1...12).map { "\(indent)total = total + compute(value\($0), factor\($0))\(end)\n" }.joined()
  }

  @Test func swiftMembersStandUnderTheirType() async throws {
    let bench = try await Workbench()
    let body = Self.body("    ")
    let text = """
      import Foundation

      /// An account with a balance.
      public struct Account: Sendable {
        var balance = "{"  // a brace in a string

        /// Adds money.
        /// Twice documented.
        @discardableResult
        public mutating func deposit(_ amount: Int) -> Int {
      \(body)  }

        /* old { */
        func withdraw() {
      \(body)  }
      }

      /// Opens one.
      func open() -> Account {
      \(body)}
      """
    try await bench.ingest("Account.swift", text)
    let passages = try await bench.passages("Account.swift")
    let deposit = passages.first { $0.text.contains("func deposit") }
    #expect(deposit?.heading == ["Account"] && deposit?.text.contains("  /// Adds money.\n  /// Twice documented.\n  @discardableResult\n  public mutating") == true)
    let withdraw = passages.first { $0.text.contains("func withdraw") }
    #expect(withdraw?.heading == ["Account"] && withdraw?.text.hasPrefix("  /* old { */") == true)
    let open = passages.first { $0.text.contains("func open") }
    #expect(open?.heading == [] && open?.text.hasPrefix("/// Opens one.") == true)
  }

  @Test func pythonMethodsStandUnderTheirClass() async throws {
    let bench = try await Workbench()
    let text = "import os\n\n# A queue.\nclass Queue:\n    \"\"\"def not_me(): {\"\"\"\n\n    @property\n    def size(self):\n" + Self.body("        ")
      + "\n    def push(\n        self, item\n    ):\n" + Self.body("        ") + "\ndef main():\n" + Self.body("    ")
    try await bench.ingest("q.py", text)
    let passages = try await bench.passages("q.py")
    #expect(passages.first { $0.text.contains("def size") }?.text.contains("    @property\n    def size") == true)
    #expect(passages.first { $0.text.contains("def push") }?.heading == ["Queue"])
    #expect(passages.first { $0.text.contains("def main") }?.heading == [])
  }

  static let others: [(String, String, String, [String])] = [
    ("a.java", "public class Bank {\n  /** Adds. */\n  public int add(int a) {\n\(body("    ", ";"))  }\n  int sub(int a) {\n\(body("    ", ";"))  }\n}\n", "int add", ["Bank"]),
    ("a.ts", "export class Cart {\n  // Sums.\n  total(items: Item[]): number {\n\(body("    ", ";"))  }\n  clear() {\n\(body("    ", ";"))  }\n}\n", "total(items", ["Cart"]),
    ("a.rs", "impl<T> Stack for Vec<T> {\n  fn push<'a>(&'a self) {\n\(body("    ", ";"))  }\n  fn pop(&self) {\n\(body("    ", ";"))  }\n}\n", "fn pop", ["Vec"]),
    ("a.cpp", "namespace bank {\nint add(int a) {\n\(body("  ", ";"))}\nint sub(int a)\n{\n\(body("  ", ";"))}\n}\n", "int sub", ["bank"]),
    ("a.go", "package main\n\n// Add adds.\nfunc Add(a int) int {\n\(body("  "))}\n\nfunc Sub(a int) int {\n\(body("  "))}\n", "func Sub", []),
    ("a.c", "#include <stdio.h>\n\nint add(int a) {\n\(body("  ", ";"))}\n\nstatic int sub(int a) {\n\(body("  ", ";"))}\n", "static int sub", []),
    ("a.sh", "set -e\nadd() {\n\(body("  "))}\nsub() {\n\(body("  "))}\n", "sub()", []),
    ("a.js", "function add(a) {\n\(body("  ", ";"))}\n\nexport const sub = (a) => {\n\(body("  ", ";"))};\n", "export const sub", []),
    ("a.sql", "-- Accounts.\nCREATE TABLE account (\n\((1...30).map { "  column\($0) TEXT NOT NULL,\n" }.joined())  id INTEGER\n);\n-- Rows.\nSELECT * FROM account;\n", "CREATE TABLE", []),
  ]

  @Test("Every language's functions begin passages of their own", arguments: others)
  func functionsBeginPassages(_ name: String, _ text: String, _ words: String, _ heading: [String]) async throws {
    let bench = try await Workbench()
    try await bench.ingest(name, text)
    let passages = try await bench.passages(name)
    let found = try #require(passages.first { $0.text.contains(words) })
    #expect(found.heading == heading)
    #expect(passages.count > 1)
    // No line is lost.
    let all = passages.map(\.text).joined(separator: "\n")
    for line in text.split(separator: "\n") where !line.allSatisfy(\.isWhitespace) { #expect(all.contains(line), "\(line)") }
  }
}
