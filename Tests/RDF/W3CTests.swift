import RDF
import Testing

@Suite("W3C suites of RDF 1.1 and 1.2", .enabled(if: W3CSuite.isPresent("rdf11/rdf-turtle"), "the folder rdf-tests is not among the test data"))
struct W3CTests {
  @Test("RDF 1.1: every case of N-Triples, N-Quads, Turtle and TriG passes", arguments: [
    ("N-Triples", "rdf-n-triples", .ntriples, 70), ("N-Quads", "rdf-n-quads", .nquads, 87), ("Turtle", "rdf-turtle", .turtle, 313),
    ("TriG", "rdf-trig", .trig, 356),
  ] as [(String, String, RDFFormat, Int)])
  func version11(name: String, folder: String, format: RDFFormat, count: Int) throws {
    try run(["rdf11/" + folder], as: name, format, count: count)
  }

  @Test("RDF 1.2: every case of N-Triples, N-Quads, Turtle and TriG passes, canonical forms included", arguments: [
    ("N-Triples", "rdf-n-triples", ["syntax", "c14n"], .ntriples), ("N-Quads", "rdf-n-quads", ["syntax", "c14n"], .nquads),
    ("Turtle", "rdf-turtle", ["syntax", "eval"], .turtle), ("TriG", "rdf-trig", ["syntax", "eval"], .trig),
  ] as [(String, String, [String], RDFFormat)])
  func version12(name: String, folder: String, parts: [String], format: RDFFormat) throws {
    let counts: [RDFFormat: Int] = [.ntriples: 70, .nquads: 68, .turtle: 103, .trig: 60]
    try run(parts.map { "rdf12/\(folder)/\($0)" }, as: name + "-1.2", format, count: counts[format]!)
  }

  private func run(_ folders: [String], as name: String, _ format: RDFFormat, count: Int) throws {
    let suite = try W3CSuite(folders)
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
