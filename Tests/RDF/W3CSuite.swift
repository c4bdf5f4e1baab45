import Foundation
import RDF
import TestFiles

/// One of the W3C's suites of RDF 1.1 or 1.2, read from its manifests.
struct W3CSuite {
  struct Case {
    let name: String
    let kind: String
    let action: URL
    let base: String
    let result: URL?
  }

  let cases: [Case]

  static func folder(_ name: String) -> URL { TestFiles.data.appendingPathComponent("rdf-tests/rdf/\(name)") }

  static func isPresent(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder(name).appendingPathComponent("manifest.ttl").path)
  }

  /// - Parameter folders: below `rdf/`, each with a manifest whose own cases are taken; cases of manifests that it includes are not.
  init(_ folders: [String]) throws { cases = try folders.flatMap(Self.cases) }

  private static func cases(in name: String) throws -> [Case] {
    let folder = folder(name)
    let base = "https://w3c.github.io/rdf-tests/rdf/\(name)/"
    let manifest = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
    var facts: [Term: [String: Term]] = [:]
    var order: [Term] = []
    let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent("manifest.ttl")))
    try RDFReader.read(bytes, format: .turtle, base: base + "manifest.ttl") { triple, _ in
      if triple.predicate == .iri(manifest + "action") { order.append(triple.subject) }
      facts[triple.subject, default: [:]][triple.predicate.iri!] = triple.object
    }
    func file(_ term: Term) -> String { String(term.iri!.split(separator: "/").last!) }
    return order.map { test in
      let action = file(facts[test]![manifest + "action"]!)
      return Case(
        name: facts[test]![manifest + "name"]!.literal!.lexical,
        kind: String(facts[test]![Vocabulary.RDF.type]!.iri!.split(separator: "#").last!), action: folder.appendingPathComponent(action),
        base: base + action, result: facts[test]![manifest + "result"].map { folder.appendingPathComponent(file($0)) })
    }
  }

  /// Nil when the case passes, else why not.
  func failure(of test: Case, format: RDFFormat) throws -> String? {
    var quads: [Quad] = []
    var error: RDFSyntaxError?
    do {
      try RDFReader.readQuads([UInt8](try Data(contentsOf: test.action)), format: format, base: test.base) { quad, _ in quads.append(quad) }
    } catch let syntax as RDFSyntaxError {
      error = syntax
    }
    if test.kind.contains("Negative") { return error == nil ? "was accepted" : nil }
    if let error { return "was refused: \(error)" }
    guard let result = test.result else { return nil }
    let wanted = [UInt8](try Data(contentsOf: result))
    if test.kind.contains("C14N") { return RDFWriter.bytes(quads: quads, format: format) == wanted ? nil : "was written otherwise" }
    var expected: [Quad] = []
    let resultFormat = RDFFormat(fileExtension: result.pathExtension)!
    try RDFReader.readQuads(wanted, format: resultFormat, base: test.base) { quad, _ in expected.append(quad) }
    return GraphIsomorphism.areEqual(quads, expected) ? nil : "gave another graph"
  }
}
