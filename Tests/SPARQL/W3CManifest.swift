import Foundation
import RDF
import TestFiles

/// The cases of one of the W3C's SPARQL folders, read from its manifest.
struct W3CManifest {
  struct Case {
    let name: String
    let kind: String
    let query: URL
    let data: [URL]
    /// With the name of the graph.
    let graphs: [(file: URL, name: String)]
    let result: URL?
    /// What an update leaves behind.
    let expectedData: [URL]
    let expectedGraphs: [(file: URL, name: String)]
    /// The IRI of the folder, which relative IRIs are resolved against.
    let base: String
  }

  let cases: [Case]

  static var folder: URL { TestFiles.data.appendingPathComponent("rdf-tests/sparql") }
  static var isPresent: Bool { FileManager.default.fileExists(atPath: folder.appendingPathComponent("sparql11/manifest.ttl").path) }

  /// The folders below a suite that have a manifest.
  static func folders(of suite: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent(suite).path).sorted()
      .filter { FileManager.default.fileExists(atPath: folder.appendingPathComponent("\(suite)/\($0)/manifest.ttl").path) }
      .map { "\(suite)/\($0)" }
  }

  init(_ name: String) throws {
    let folder = Self.folder.appendingPathComponent(name)
    let base = "https://w3c.github.io/rdf-tests/sparql/\(name)/"
    let (mf, qt) = ("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#", "http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
    var facts: [Term: [String: [Term]]] = [:]
    try RDFReader.read([UInt8](Data(contentsOf: folder.appendingPathComponent("manifest.ttl"))), format: .turtle, base: base + "manifest.ttl") {
      triple, _ in
      facts[triple.subject, default: [:]][triple.predicate.iri!, default: []].append(triple.object)
    }
    // Only what the manifest lists: some describe cases that were given up.
    var order: [Term] = []
    var cell = facts[.iri(base + "manifest.ttl")]?[mf + "entries"]?.first
    while let next = cell, let item = facts[next]?[Vocabulary.RDF.first]?.first {
      order.append(item)
      cell = facts[next]?[Vocabulary.RDF.rest]?.first
    }
    let ut = "http://www.w3.org/2009/sparql/tests/test-update#"
    /// Named graphs of an update, each with its file and label.
    func labelled(_ node: [String: [Term]]) -> [(file: URL, name: String)] {
      (node[ut + "graphData"] ?? []).compactMap { graph in
        guard let parts = facts[graph], let data = parts[ut + "graph"]?.first, let label = parts[Vocabulary.RDFS.label]?.first?.literal else { return nil }
        return (file(data), label.lexical)
      }
    }
    func file(_ term: Term) -> URL { folder.appendingPathComponent(String(term.iri!.dropFirst(base.count))) }
    cases = order.compactMap { test in
      guard let kind = facts[test]?[Vocabulary.RDF.type]?.first?.iri, let action = facts[test]?[mf + "action"]?.first else { return nil }
      let parts = facts[action] ?? [:]
      guard let query = action.iri.map({ _ in action }) ?? parts[qt + "query"]?.first ?? parts[ut + "request"]?.first, query.iri?.hasPrefix(base) == true else { return nil }
      let result = facts[test]![mf + "result"]?.first
      let left = result.flatMap { facts[$0] } ?? [:]
      return Case(
        name: facts[test]![mf + "name"]?.first?.literal?.lexical ?? "\(test)", kind: String(kind.split(separator: "#").last!), query: file(query),
        data: ((parts[qt + "data"] ?? []) + (parts[ut + "data"] ?? [])).map(file),
        graphs: (parts[qt + "graphData"] ?? []).map { (file($0), $0.iri!) } + labelled(parts), result: result?.iri == nil ? nil : result.map(file),
        expectedData: (left[ut + "data"] ?? []).map(file), expectedGraphs: labelled(left), base: base)
    }
  }
}
