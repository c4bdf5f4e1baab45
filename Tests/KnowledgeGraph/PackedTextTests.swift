import KnowledgeGraph
import RDF
import Testing

@Suite("Long texts lie packed and read as they came") struct PackedTextTests {
  let folder = try! TemporaryFolder()

  private static let sentence = "Metformin lowers glucose “mostly” in the liver;\n\t0 °C is no storage temperature.\u{0} "
  private static let literals = [
    Literal(String(repeating: sentence, count: 12)),
    Literal(String(repeating: sentence, count: 12), language: "en-GB"),
    Literal(String(repeating: sentence, count: 12), datatype: "urn:x:review"),
    Literal(String(repeating: sentence, count: 11) + "the end"),
    Literal(String(repeating: "x", count: 300_000)),
    // Long enough, but nothing can be saved on it: every character stands once.
    Literal(String(String.UnicodeScalarView((0..<130).compactMap { Unicode.Scalar(0x30 + $0 * 7 % 701) }))),
  ]

  private func store(_ path: String) async throws -> GraphStore {
    let store = try await GraphStore(path: path)
    let lines = Self.literals.enumerated().map { "\(Triple(Samples.iri("s\($0)"), Samples.iri("text"), .literal($1)))\n" }.joined()
    try await store.write { try $0.importGraph(Array(lines.utf8), format: .ntriples, from: "long.nt", domain: nil) }
    return store
  }

  @Test("Every one comes back byte for byte, is found by its text, and is stored once") func roundTrip() async throws {
    let path = folder.file("graph.sqlite3")
    let store = try await store(path)
    #expect(try RawDatabase(path).rows("SELECT count(*) FROM term WHERE typeof(lexical) = 'blob'") == ["5"])
    #expect(try RawDatabase(path).rows("SELECT sum(length(lexical)) < 6000 FROM term WHERE typeof(lexical) = 'blob'") == ["1"])
    #expect(try await store.verify() == [])
    // Opened again, nothing of it is in memory.
    await store.close()
    let again = try await GraphStore(path: path)
    for (index, literal) in Self.literals.enumerated() {
      let found = try await again.read { try $0.triples(matching: nil, nil, .literal(literal)).map(\.triple) }
      #expect(found == [Triple(Samples.iri("s\(index)"), Samples.iri("text"), .literal(literal))])
    }
    let terms = try RawDatabase(path).rows("SELECT count(*) FROM term")
    let lines = Self.literals.enumerated().map { "\(Triple(Samples.iri("s\($0)"), Samples.iri("text"), .literal($1)))\n" }.joined()
    let report = try await again.write { try $0.importGraph(Array(lines.utf8), format: .ntriples, from: "long.nt", domain: nil) }
    #expect(report.added == 0)
    #expect(try RawDatabase(path).rows("SELECT count(*) FROM term") == terms)
  }

  @Test("They go away with their triples") func removal() async throws {
    let path = folder.file("graph.sqlite3")
    let store = try await store(path)
    let removed = try await store.write { writer in try writer.remove(predicate: try writer.reader.id(of: Samples.iri("text"))) }
    #expect(removed == Self.literals.count)
    #expect(try RawDatabase(path).rows("SELECT count(*) FROM term WHERE typeof(lexical) = 'blob'") == ["0"])
    #expect(try await store.verify() == [])
  }

  @Test("A long name is a name like others") func longName() async throws {
    let store = try await GraphStore(path: folder.file("graph.sqlite3"))
    // The chemical name of titin has 189,819 letters.
    let name = String(repeating: "methionyl", count: 40) + "isoleucine"
    let line = "\(Triple(Samples.iri("acid"), .iri(Vocabulary.RDFS.label), .literal(Literal(name))))"
    try await store.write { try $0.importGraph(Array(line.utf8), format: .ntriples, from: "acid.nt", domain: nil) }
    let entity = try await store.read { try #require(try $0.entities(named: name).first) }
    #expect(try await store.labelIndex().entities(for: name) == [entity])
    #expect(try await store.read { try $0.names(domain: nil, longest: 1000, limit: 10) } == [name])
    #expect(try await store.read { try $0.names(domain: nil, longest: name.utf8.count - 1, limit: 10) } == [])
  }

  @Test("A text of a store from before stays the same term") func unpacked() async throws {
    let path = folder.file("graph.sqlite3")
    var store = try await store(path)
    await store.close()
    let text = try #require(Self.literals.first).lexical.replacing("\u{0}", with: "")
    let plain = Literal(text)
    store = try await GraphStore(path: path)
    let line = "\(Triple(Samples.iri("old"), Samples.iri("text"), .literal(plain)))\n"
    try await store.write { try $0.importGraph(Array(line.utf8), format: .ntriples, from: "old.nt", domain: nil) }
    let id = try await store.read { try #require(try $0.id(of: .literal(plain))).rawValue }
    await store.close()
    try RawDatabase(path).execute("UPDATE term SET lexical = '\(text)' WHERE id = \(id)")
    store = try await GraphStore(path: path)
    let report = try await store.write { try $0.importGraph(Array(line.utf8), format: .ntriples, from: "old.nt", domain: nil) }
    #expect(report.added == 0)
    #expect(try await store.verify() == [])
  }

  @Test(
    "A damaged one is told, whatever length it claims",
    arguments: ["x'00'", "zeroblob(40)", "x'ffffffff' || substr(lexical, 5)", "substr(lexical, 1, length(lexical) - 3)", "CAST(lexical || x'00' AS BLOB)"])
  func damaged(value: String) async throws {
    let path = folder.file("graph.sqlite3")
    await (try store(path)).close()
    try RawDatabase(path).execute("UPDATE term SET lexical = CAST(\(value) AS BLOB) WHERE typeof(lexical) = 'blob'")
    let store = try await GraphStore(path: path)
    let error = await #expect(throws: StoreError.self) { try await store.read { _ = try $0.triples(limit: .max) } }
    #expect(error?.code == .corrupt)
    #expect(try await store.verify() == ["the texts of 5 literals are damaged"])
    #expect(try await store.read { try $0.counts().triples } == Self.literals.count)
  }
}
