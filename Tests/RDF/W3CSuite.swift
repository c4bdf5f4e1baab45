import Foundation
import RDF

/// One of the W3C's suites of RDF 1.1, read from its manifest.
struct W3CSuite {
  struct Case {
    let name: String
    let kind: String
    let action: String
    let result: String?
  }

  let folder: URL
  let base: String
  let cases: [Case]

  /// The public test data: `KGASSIST_TEST_DATA`, else beside the checkout.
  static var dataFolder: URL {
    if let path = ProcessInfo.processInfo.environment["KGASSIST_TEST_DATA"] { return URL(fileURLWithPath: path) }
    return URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../../shared/data").standardizedFileURL
  }

  static func folder(_ name: String) -> URL { dataFolder.appendingPathComponent("rdf-tests/rdf/rdf11/\(name)") }

  static func isPresent(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder(name).appendingPathComponent("manifest.ttl").path)
  }

  init(_ name: String) throws {
    folder = Self.folder(name)
    base = "https://w3c.github.io/rdf-tests/rdf/rdf11/\(name)/"
    let manifest = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
    var facts: [Term: [String: Term]] = [:]
    var order: [Term] = []
    try RDFReader.read([UInt8](Data(contentsOf: folder.appendingPathComponent("manifest.ttl"))), format: .turtle, base: base + "manifest.ttl") {
      triple, _ in
      if triple.predicate == .iri(manifest + "action") { order.append(triple.subject) }
      facts[triple.subject, default: [:]][triple.predicate.iri!] = triple.object
    }
    cases = order.map { test in
      Case(
        name: facts[test]![manifest + "name"]!.literal!.lexical,
        kind: String(facts[test]![Vocabulary.RDF.type]!.iri!.split(separator: "#").last!),
        action: String(facts[test]![manifest + "action"]!.iri!.split(separator: "/").last!),
        result: facts[test]![manifest + "result"]?.iri.map { String($0.split(separator: "/").last!) })
    }
  }

  /// Nil when the case passes, else why not.
  func failure(of test: Case, format: RDFFormat) throws -> String? {
    let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent(test.action)))
    var triples: [Triple] = []
    var error: RDFSyntaxError?
    do {
      try RDFReader.read(bytes, format: format, base: base + test.action) { triple, _ in triples.append(triple) }
    } catch let syntax as RDFSyntaxError {
      error = syntax
    }
    if test.kind.contains("Negative") { return error == nil ? "was accepted" : nil }
    if let error { return "was refused: \(error)" }
    guard let result = test.result else { return nil }
    var expected: [Triple] = []
    try RDFReader.read([UInt8](Data(contentsOf: folder.appendingPathComponent(result))), format: .ntriples) { triple, _ in expected.append(triple) }
    return GraphIsomorphism.areEqual(triples, expected) ? nil : "gave another graph"
  }
}
