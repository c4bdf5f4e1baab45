import RDF
import Testing

@Suite("W3C suites of RDF 1.1") struct W3CTests {
  @Test("N-Triples passes all 70 cases", .enabled(if: W3CSuite.isPresent("rdf-n-triples"), "the folder rdf-tests is not among the test data"))
  func ntriples() throws { try run("rdf-n-triples", as: "N-Triples", .ntriples, count: 70) }

  @Test("Turtle passes all 313 cases", .enabled(if: W3CSuite.isPresent("rdf-turtle"), "the folder rdf-tests is not among the test data"))
  func turtle() throws { try run("rdf-turtle", as: "Turtle", .turtle, count: 313) }

  private func run(_ folder: String, as name: String, _ format: RDFFormat, count: Int) throws {
    let suite = try W3CSuite(folder)
    #expect(suite.cases.count == count)
    var failures: [String] = []
    for test in suite.cases {
      if let reason = try suite.failure(of: test, format: format) { failures.append("\(test.name) \(reason)") }
    }
    print("\(name) \(suite.cases.count - failures.count)/\(suite.cases.count)")
    for failure in failures { print("  \(name) \(failure)") }
    #expect(failures.isEmpty)
  }
}
