import Foundation
import KnowledgeGraph
import RDF
import Rules
import Testing

/// What rdflib and owlrl concluded from the same graphs; `Tests/Reference/record_rules.py` made the files.
@Suite struct RecordedClosureTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Recorded")

  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { $0.hasSuffix(".in.nt") }.sorted()
    .map { String($0.dropLast(6)) }

  @Test func theRecordingsAreThere() { #expect(Self.names.count == 36) }

  @Test(arguments: names) func anotherReasonerConcludesTheSame(name: String) async throws {
    let stated = try Data(contentsOf: Self.folder.appending(path: name + ".in.nt"))
    let follows = try RDFReader.triples(String(contentsOf: Self.folder.appending(path: name + ".out.nt"), encoding: .utf8), format: .ntriples)
    let store = try await RuleStore()
    let takesSame = name.hasPrefix("same")
    try await store.store.write { writer in
      _ = try writer.importGraph([UInt8](stated), format: .ntriples, from: name, domain: nil)
      try writer.setInfersSameAs(takesSame)
    }
    try await store.infer()
    let expected = Set(follows.map { "\($0.subject) \($0.predicate) \($0.object)" })
    // The recordings of OWL leave out what is said of classes and properties.
    let schema = ["subClassOf", "subPropertyOf"].map { "<\(Vocabulary.RDFS.namespace)\($0)>" }
    let found = try await store.statements(inferredOnly: true).filter { statement in
      name.hasPrefix("rdfs") || !schema.contains { statement.contains(" \($0) ") }
    }
    #expect(found.subtracting(expected).sorted() == [])
    #expect(expected.subtracting(found).sorted() == [])
    #expect(try await store.unfounded() == [])
  }
}
