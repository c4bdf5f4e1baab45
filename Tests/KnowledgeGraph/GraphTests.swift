import Foundation
import KnowledgeGraph
import Kernels
import RDF
import Testing

@Suite("The graph answers for its triples") struct GraphTests {
  let folder = try! TemporaryFolder()

  private func store() async throws -> GraphStore {
    let store = try await GraphStore(path: folder.file("graph.sqlite3"))
    try await Samples.load(into: store)
    return store
  }

  @Test("Importing the same bytes again changes nothing") func idempotent() async throws {
    let store = try await store()
    let before = try await store.read { try $0.counts() }
    let report = try await Samples.load(into: store)
    #expect(report.unchanged && report.added == 0)
    #expect(try await store.read { try $0.counts() } == before)
  }

  @Test("A file read by the writer gives what its triples give, and a bad one nothing") func importGraph() async throws {
    let store = try await store()
    let other = try await GraphStore(path: folder.file("other.sqlite3"))
    let report = try await other.write { try $0.importGraph(Array(Samples.turtle.utf8), format: .turtle, from: "graph.ttl", domain: .medical) }
    #expect(report.added == (try Samples.graph().count) && report.read == report.added)
    #expect(try RawDatabase(folder.file("other.sqlite3")).dump() == RawDatabase(folder.file("graph.sqlite3")).dump())
    let again = try await other.write { try $0.importGraph(Array(Samples.turtle.utf8), format: .turtle, from: "graph.ttl", domain: .medical) }
    #expect(again.unchanged)
    let before = try await store.read { try $0.counts() }
    let error = await #expect(throws: RDFSyntaxError.self) {
      try await store.write { try $0.importGraph(Array("<urn:a> <urn:b> 1 .\n<urn:a> oops".utf8), format: .turtle, from: "bad.ttl", domain: nil) }
    }
    #expect(error?.position.line == 2)
    #expect(try await store.read { try $0.counts() } == before)
  }

  @Test("Every pattern gives the triples that fit it", arguments: 0..<8) func patterns(bits: Int) async throws {
    let store = try await store()
    let all = try await store.read { try $0.triples() }
    #expect(Set(all.map(\.triple)).count == (try Samples.graph().count))
    for wanted in all {
      let found = try await store.read {
        try $0.triples(
          subject: bits & 1 == 0 ? nil : wanted.subject, predicate: bits & 2 == 0 ? nil : wanted.predicate, object: bits & 4 == 0 ? nil : wanted.object)
      }
      #expect(Set(found.map(\.id)) == Set(all.filter {
        (bits & 1 == 0 || $0.subject == wanted.subject) && (bits & 2 == 0 || $0.predicate == wanted.predicate)
          && (bits & 4 == 0 || $0.object == wanted.object)
      }.map(\.id)))
    }
  }

  @Test("A triple tells the file and line it came from") func provenance() async throws {
    let store = try await store()
    try await store.read { (reader) throws in
      let record = try #require(
        try reader.triples(matching: Samples.iri("hba1c"), .iri(Vocabulary.RDFS.label), nil).first)
      #expect(try reader.sources(of: record.id) == [.file(name: "graph.ttl", sha256: SHA256.hex(of: Array(Samples.turtle.utf8)), line: 10)])
      #expect(try reader.triple(record.id) == record)
      #expect(try reader.contains(record.triple))
      #expect(try !reader.contains(Triple(Samples.iri("hba1c"), .iri(Vocabulary.RDFS.label), .literal(Literal("HbA1c", language: "en")))))
    }
  }

  @Test("An entity is found by any of its names and shows its card") func entities() async throws {
    let store = try await store()
    try await store.read { (reader) throws in
      for name in ["metformin", "METFORMIN", "Glucophage", "med:metformin", "urn:kgassist:medical:metformin", "metformins"] {
        let id = try #require(try reader.entities(named: name).first, "\(name)")
        let entity = try #require(try reader.entity(id))
        #expect(entity.iri == "urn:kgassist:medical:metformin")
        #expect(entity.label == "metformin")
        #expect(entity.aliases == ["Metformin", "Glucophage"])
        #expect(entity.definition == "A biguanide that lowers blood glucose.")
        #expect(entity.types.map(\.label) == ["Drug"])
        #expect(entity.domain == .medical)
      }
      #expect(try reader.entities(named: "nothing") == [])
      #expect(try reader.entities(named: "") == [])
      #expect(try reader.labelSearch(["diabetes"], k: 3).map(\.entity) == reader.entities(named: "T2D"))
    }
  }

  @Test("Paths are shortest and cross edges in both directions") func paths() async throws {
    let store = try await store()
    try await store.read { (reader) throws in
      func id(_ name: String) throws -> EntityID { try #require(try reader.entity(iri: "med:" + name)) }
      let path = try #require(try reader.path(from: id("metformin"), to: id("glucose")))
      #expect(try path.map { try reader.entity($0.entity)?.label } == ["type 2 diabetes", "HbA1c", "glucose"])
      #expect(try reader.path(from: id("glucose"), to: id("metformin"))?.map(\.isForward) == [false, false, false])
      #expect(try reader.path(from: id("metformin"), to: id("glucose"), maxHops: 2) == nil)
      #expect(try reader.path(from: id("metformin"), to: id("metformin")) == [])
      #expect(try reader.neighbours(of: id("hba1c")).map(\.isForward) == [true, false])
    }
  }

  @Test("A path through a class that both belong to is given only where there is no other") func pathsAndClasses() async throws {
    let store = try await GraphStore(path: folder.file("classes.sqlite3"))
    let text = """
      @prefix x: <urn:x:> . x:a a x:Thing ; x:near x:b . x:b x:near x:c . x:c a x:Thing . x:d a x:Thing .
      """
    try await store.write { try $0.importGraph(Array(text.utf8), format: .turtle, from: "classes.ttl", domain: nil) }
    try await store.read { (reader) throws in
      func id(_ name: String) throws -> EntityID { try #require(try reader.entity(iri: "urn:x:" + name)) }
      #expect(try reader.path(from: id("a"), to: id("c"))?.map(\.entity) == [id("b"), id("c")])
      #expect(try reader.path(from: id("a"), to: id("d"))?.map(\.entity) == [id("Thing"), id("d")])
    }
  }

  @Test("The adjacency holds every edge between things from both sides, and no value") func adjacency() async throws {
    let store = try await store()
    let graph = try await store.adjacency()
    let edges = try await store.read { reader in try reader.triples().filter { $0.triple.object.literal == nil } }
    #expect(graph.targets.count == 2 * edges.count)
    for edge in edges {
      let (s, o) = (try #require(graph.node(of: edge.subject)), try #require(graph.node(of: edge.object)))
      #expect(graph.edges(of: s).contains { graph.targets[$0] == Int32(o) && graph.predicates[Int(graph.labels[$0])] == edge.predicate })
      #expect(graph.edges(of: o).contains { graph.targets[$0] == Int32(s) && graph.predicates[Int(graph.labels[$0])] == edge.predicate })
    }
    #expect(graph.node(of: EntityID(rawValue: 999_999)) == nil)
    try await Samples.load("<urn:x> <urn:y> <urn:z> .", named: "x.ttl", into: store)
    #expect(try await store.adjacency().targets.count == graph.targets.count + 2)
  }

  @Test("What is exported imports as the same graph", arguments: RDFFormat.allCases) func export(format: RDFFormat) async throws {
    let store = try await store()
    let bytes = try await store.read { reader in
      var bytes: [UInt8] = []
      _ = try reader.export(as: format) { bytes += $0 }
      return bytes
    }
    var triples: [Triple] = []
    try RDFReader.read(bytes, format: format) { triple, _ in triples.append(triple) }
    #expect(Set(triples) == Set(try await store.read { try $0.triples().map(\.triple) }))
  }

  @Test("A file that is read in pieces gives the same store as its bytes, and is known again") func pieces() async throws {
    let lines = (0..<30_000).map { "<urn:s\($0 % 911)> <urn:p\($0 % 7)> \"ä value \($0)\"@en .\n_:b\($0 % 50) <urn:p> <urn:s\($0)> .\n" }
    let bytes = Array(lines.joined().utf8)
    #expect(bytes.count > 2 << 20)
    let path = folder.file("large.nt")
    try Data(bytes).write(to: URL(filePath: path))
    let (whole, inPieces) = (folder.file("whole.sqlite3"), folder.file("pieces.sqlite3"))
    let first = try await GraphStore(path: whole)
    let second = try await GraphStore(path: inPieces)
    let report = try await first.write { try $0.importGraph(bytes, format: .ntriples, from: "large.nt", domain: nil) }
    #expect(try await second.write { try $0.importGraph(file: path, format: .ntriples, from: "large.nt", domain: nil) } == report)
    #expect(try RawDatabase(whole).dump() == RawDatabase(inPieces).dump())
    #expect(try await second.write { try $0.importGraph(bytes, format: .ntriples, from: "large.nt", domain: nil) }.unchanged)
    let missing = await #expect(throws: StoreError.self) {
      try await second.write { _ = try $0.importGraph(file: path + "x", format: .ntriples, from: "x.nt", domain: nil) }
    }
    #expect(missing?.code == .notFound)
  }

  @Test("A load large enough for rebuilt trees gives the same as small ones") func bulk() async throws {
    let path = folder.file("bulk.sqlite3")
    let store = try await GraphStore(path: path)
    let count = 60_000
    let triples = (0..<count).map { number in
      (
        Triple(.iri("urn:s\(number % 7919)"), .iri("urn:p\(number % 5)"), number % 3 == 0 ? .literal(Literal("\(number)")) : .iri("urn:s\(number % 911)")),
        SourcePosition(line: number + 1, column: 1, byteOffset: 0)
      )
    }
    let report = try await store.write { try $0.importTriples(triples, from: "big.nt", sha256: "1", domain: nil) }
    #expect(report.added == Set(triples.map(\.0)).count)
    #expect(try await store.verify() == [])
    #expect(try RawDatabase(path).rows("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'triple\\_%' ESCAPE '\\'") == ["5"])
    for (triple, _) in triples.prefix(20) { #expect(try await store.read { try $0.contains(triple) }) }
  }

  @Test("Names that a hostile graph could use are only ever values") func hostileTerms() async throws {
    let store = try await store()
    let terms = ["'; DROP TABLE term; --", "\0", "😀", String(repeating: "x", count: 100_000), "\u{1F}", "%", "_"]
    let triples = terms.enumerated().map { index, text in
      (Triple(.iri("urn:\(index)"), .iri(Vocabulary.RDFS.label), .literal(Literal(text))), SourcePosition(line: index, column: 1, byteOffset: 0))
    }
    try await store.write { try $0.importTriples(triples, from: "x", sha256: "x", domain: nil) }
    for (triple, _) in triples { #expect(try await store.read { try $0.contains(triple) }) }
    #expect(try await store.verify() == [])
    try await store.write { _ = try $0.removeImports(named: "x") }
    #expect(try await store.verify() == [])
  }

  @Test("Literals that differ in any part are different terms") func literals() async throws {
    let store = try await store()
    let literals = [
      Literal("1"), Literal("1", datatype: Vocabulary.XSD.integer), Literal("01", datatype: Vocabulary.XSD.integer), Literal("1", language: "en"),
      Literal("1", language: "de"), Literal("1", datatype: "urn:x"),
    ]
    let triples = literals.map { (Triple(.iri("urn:s"), .iri("urn:p"), .literal($0)), SourcePosition(line: 1, column: 1, byteOffset: 0)) }
    try await store.write { try $0.importTriples(triples, from: "x", sha256: "x", domain: nil) }
    let found = try await store.read { try $0.triples(matching: .iri("urn:s"), nil, nil).compactMap(\.triple.object.literal) }
    #expect(Set(found) == Set(literals))
  }
}
