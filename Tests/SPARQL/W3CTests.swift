import Testing

@Suite("W3C suites of SPARQL") struct W3CTests {
  /// Cases that are not run: what they need is not a part of a query.
  private static let outOfScope: Set = ["sparql11/entailment", "sparql11/service", "sparql11/syntax-fed"]

  /// Cases that are not passed, and why.
  private static let notPassed = [
    "sparql12/expression not-not": "a text with a language counts as true here, as SPARQL 1.1 has it; in 1.2 it is an error"
  ]

  @Test("The cases of SPARQL 1.0", .enabled(if: W3CManifest.isPresent, "the folder rdf-tests is not among the test data"))
  func first() throws { try run("sparql10", "SPARQL-1.0") }

  @Test("The cases of SPARQL 1.1", .enabled(if: W3CManifest.isPresent, "the folder rdf-tests is not among the test data"))
  func second() throws { try run("sparql11", "SPARQL-1.1") }

  @Test("The cases of SPARQL 1.2", .enabled(if: W3CManifest.isPresent, "the folder rdf-tests is not among the test data"))
  func third() throws { try run("sparql12", "SPARQL-1.2") }

  private func run(_ suite: String, _ name: String) throws {
    var passed = [String: Int]()
    var total = [String: Int]()
    var expected = [String: Int]()
    for folder in try W3CManifest.folders(of: suite) {
      for test in try W3CManifest(folder).cases {
        let part: String
        switch test.kind {
        case "QueryEvaluationTest", "CSVResultFormatTest": part = "query"
        case "PositiveSyntaxTest", "NegativeSyntaxTest", "PositiveSyntaxTest11", "NegativeSyntaxTest11": part = "syntax"
        case "UpdateEvaluationTest": part = "update"
        case "PositiveUpdateSyntaxTest11", "NegativeUpdateSyntaxTest11", "PositiveUpdateSyntaxTest", "NegativeUpdateSyntaxTest": part = "update-syntax"
        default: continue
        }
        if Self.outOfScope.contains(folder) {
          total["out-of-scope", default: 0] += 1
          continue
        }
        total[part, default: 0] += 1
        expected[part, default: 0] += 1
        if let reason = Self.notPassed["\(folder) \(test.name)"] {
          print("  \(name) \(part) \(folder) \(test.name): \(reason)")
          #expect(test.failure() != nil, "it passes by now")
          expected[part, default: 0] -= 1
        } else if let reason = test.failure() {
          print("  \(name) \(part) \(folder) \(test.name): \(reason)")
        } else {
          passed[part, default: 0] += 1
        }
      }
    }
    for part in ["query", "syntax", "update", "update-syntax"] where total[part] != nil {
      print("\(name)-\(part) \(passed[part, default: 0])/\(total[part, default: 0])")
    }
    print("  \(name): \(total["out-of-scope", default: 0]) cases of entailment regimes and federation are not run")
    #expect(passed == expected)
  }
}
