import KnowledgeGraph
import Kernels
import RDF
import Testing

@Suite("Removing takes away what was brought, and nothing else") struct RemovalTests {
  let folder = try! TemporaryFolder()

  private func document(_ store: GraphStore) async throws -> NewDocument {
    let metformin = try await store.read { try #require(try $0.entities(named: "metformin").first) }
    return Samples.document(
      "Metformin is given for type 2 diabetes.\n\nIt is stopped below 30.", name: "metformin.md",
      triples: [
        // New to the store, with a new datatype; known to the store; twice in the document.
        NewTriple(Triple(Samples.iri("metformin"), Samples.iri("dose"), .literal(Literal("500", datatype: "urn:x:milligram"))), start: 0, end: 9, confidence: 0.5),
        NewTriple(Triple(Samples.iri("metformin"), .iri(Vocabulary.KG.namespace + "treats"), Samples.iri("type-2-diabetes")), start: 0, end: 38),
        NewTriple(Triple(Samples.iri("metformin"), .iri(Vocabulary.KG.namespace + "treats"), Samples.iri("type-2-diabetes")), start: 41, end: 50),
        NewTriple(Triple(Samples.iri("new"), .iri(Vocabulary.RDFS.label), .literal(Literal("Neuling", language: "de"))), start: 0, end: 9),
        NewTriple(Triple(.blank("x"), Samples.iri("of"), Samples.iri("new")), start: 0, end: 9),
      ], mentions: [0: [NewMention(entity: metformin, start: 0, end: 9)]])
  }

  @Test("A store is as it was after a document was added and removed") func symmetry() async throws {
    let path = folder.file("graph.sqlite3")
    let store = try await GraphStore(path: path)
    try await Samples.load(into: store)
    try await store.write { try $0.addDocument(Samples.document("Insulin.\n\nGlucose falls.", name: "other.txt")) }
    let before = try RawDatabase(path).dump()
    let document = try await document(store)
    let report = try await store.write { try $0.addDocument(document) }
    #expect(report.added == 3)
    #expect(try RawDatabase(path).dump() != before)
    #expect(try await store.verify() == [])
    #expect(try await store.read { try $0.vectorSearch(Samples.vector(of: "Metformin is given for type 2 diabetes."), k: 1).first?.score } ?? 0 > 0.999)
    #expect(try await store.write { try $0.removeDocument(document.id) })
    #expect(try RawDatabase(path).dump() == before)
    #expect(try await store.verify() == [])
    #expect(try await store.write { try $0.removeDocument(document.id) } == false)
  }

  @Test("Nothing of a removed document is found any more") func searches() async throws {
    let store = try await GraphStore(path: folder.file("graph.sqlite3"))
    try await Samples.load(into: store)
    let document = try await document(store)
    try await store.write { try $0.addDocument(document) }
    let entity = try await store.read { try #require(try $0.entities(named: "Neuling").first) }
    #expect(try await store.labelIndex().entities(for: "neuling") == [entity])
    try await store.write { try $0.removeDocument(document.id) }
    try await store.read { (reader) throws in
      #expect(try reader.fullTextSearch("metformin", k: 5) == [])
      #expect(try reader.vectorSearch(Samples.vector(of: "Metformin"), k: 5) == [])
      #expect(try reader.entities(named: "Neuling") == [])
      #expect(try reader.labelSearch(["neuling"], k: 5).isEmpty)
      #expect(try reader.entity(entity) == nil)
      #expect(try reader.documents() == [])
    }
    #expect(try await store.labelIndex().entities(for: "neuling") == [])
  }

  @Test("A triple stays, with its number, while another source asserts it") func sharedTriple() async throws {
    let store = try await GraphStore(path: folder.file("graph.sqlite3"))
    try await Samples.load(into: store)
    let document = try await document(store)
    try await store.write { try $0.addDocument(document) }
    let treats = Triple(Samples.iri("metformin"), .iri(Vocabulary.KG.namespace + "treats"), Samples.iri("type-2-diabetes"))
    let before = try await store.read { (reader) throws in
      let record = try #require(try reader.triples(matching: treats.subject, treats.predicate, treats.object).first)
      return (record.id, try reader.sources(of: record.id))
    }
    #expect(before.1.count == 3)
    #expect(try await store.write { try $0.removeImports(named: "graph.ttl") } > 0)
    #expect(try await store.verify() == [])
    let after = try await store.read { try $0.sources(of: before.0) }
    #expect(after == Array(before.1.dropFirst()))
    #expect(after.first == .document(id: document.id, name: "metformin.md", start: 0, end: 38))
    try await store.write { try $0.removeDocument(document.id) }
    #expect(try await store.read { try $0.counts().terms } == 0)
    #expect(try await store.verify() == [])
  }

  @Test("A datatype stays while a literal has it, also within one transaction") func datatypes() async throws {
    let store = try await GraphStore(path: folder.file("graph.sqlite3"))
    func document(_ name: String, _ type: String) -> NewDocument {
      let object = Term.literal(Literal(name, datatype: type))
      return Samples.document("Text of \(name).", name: name, triples: [NewTriple(Triple(.iri("urn:s"), .iri("urn:p"), object), start: 0, end: 4)])
    }
    let (a, b, c) = (document("a", "urn:first"), document("b", "urn:second"), document("c", "urn:second"))
    try await store.write { writer in
      try writer.addDocument(a)
      try writer.removeDocument(a.id)
      try writer.addDocument(b)
      try writer.addDocument(c)
      try writer.removeDocument(b.id)
    }
    #expect(try await store.verify() == [])
    #expect(try await store.read { try $0.triples().map(\.triple.object) } == [.literal(Literal("c", datatype: "urn:second"))])
  }

  @Test("An entity that only documents name stays while one does") func mentionedOnly() async throws {
    let store = try await GraphStore(path: folder.file("graph.sqlite3"))
    let entity = try await store.write { try $0.intern(.iri("urn:e")) }
    let a = Samples.document("One thing.", name: "a", mentions: [0: [NewMention(entity: entity, start: 4, end: 9)]])
    let b = Samples.document("Thing two.", name: "b", mentions: [0: [NewMention(entity: entity, start: 0, end: 5)]])
    try await store.write { writer in
      try writer.addDocument(a)
      try writer.addDocument(b)
      try writer.removeDocument(a.id)
    }
    #expect(try await store.read { try $0.passagesMentioning(entity).count } == 1)
    #expect(try await store.verify() == [])
    try await store.write { try $0.removeDocument(b.id) }
    #expect(try await store.read { try $0.counts().terms } == 0)
  }

  @Test("A newer version of a file takes the older one's place") func replacing() async throws {
    let path = folder.file("graph.sqlite3")
    let store = try await GraphStore(path: path)
    try await Samples.load(into: store)
    let text = "<urn:a> <urn:b> 1 ."
    let newer = try Samples.graph(text)
    let report = try await store.write {
      try $0.importTriples(newer, from: "graph.ttl", sha256: SHA256.hex(of: Array(text.utf8)), domain: nil, replacing: true)
    }
    #expect(report.added == 1)
    #expect(try await store.read { try $0.counts().triples } == 1)
    #expect(try await store.verify() == [])
  }

  @Test("The file shrinks after a removal") func shrinking() async throws {
    let path = folder.file("graph.sqlite3")
    let store = try await GraphStore(path: path)
    let empty = try await store.read { try $0.counts().fileBytes }
    let text = (0..<2000).map { "Passage number \($0) about glucose." }.joined(separator: "\n\n")
    let document = Samples.document(text, name: "long.txt")
    try await store.write { try $0.addDocument(document) }
    let full = try await store.read { try $0.counts().fileBytes }
    try await store.write { try $0.removeDocument(document.id) }
    let left = try await store.read { try $0.counts().fileBytes }
    #expect(left - empty < (full - empty) / 2, "\(empty) bytes grew to \(full), and \(left) are left")
  }
}
