import Foundation
import KnowledgeGraph
import RDF
import Testing

@Suite("Graphs with names stand beside each other") struct NamedGraphTests {
  let folder = try! TemporaryFolder()

  static let trig = """
    @prefix e: <urn:e:> .
    e:a e:p e:b ; e:q 1 .
    e:g1 { e:a e:p e:b , e:c . e:c e:p e:a }
    e:g2 { e:a e:p e:b . _:x e:q 2 }
    _:g3 { e:b e:r <<( e:a e:p _:x )>> }
    """

  private func store(_ name: String = "graph.sqlite3") async throws -> GraphStore {
    let store = try await GraphStore(path: folder.file(name))
    try await store.write { try $0.importGraph(Array(Self.trig.utf8), format: .trig, from: "d.trig", domain: nil) }
    return store
  }

  @Test("Every pattern over every scope gives what a walk through all quads gives") func patterns() async throws {
    let store = try await store()
    try await store.read { (reader) throws in
      struct Row: Hashable { var s, p, o, g: Int64 }
      var all: [Row] = []
      try reader.scan(graph: .everywhere) { row in
        all.append(Row(s: row.subject.rawValue, p: row.predicate.rawValue, o: row.object.rawValue, g: row.graph.rawValue))
        return true
      }
      #expect(all.count == 8)
      #expect(Set(all).count == 8)
      let scopes: [GraphScope] = try [.everywhere, .union, .defaultGraph, .named] + reader.graphs().map { .graph($0) }
      #expect(scopes.count == 7)
      for scope in scopes {
        for wanted in all {
          for bits in 0..<8 {
            let s = bits & 1 == 0 ? nil : EntityID(rawValue: wanted.s)
            let p = bits & 2 == 0 ? nil : EntityID(rawValue: wanted.p)
            let o = bits & 4 == 0 ? nil : EntityID(rawValue: wanted.o)
            let expected = all.filter { row in
              guard s.map({ $0.rawValue == row.s }) ?? true, p.map({ $0.rawValue == row.p }) ?? true, o.map({ $0.rawValue == row.o }) ?? true else { return false }
              switch scope {
              case .everywhere, .union: return true
              case .defaultGraph: return row.g == 0
              case .named: return row.g != 0
              case .graph(let name): return row.g == name.rawValue
              }
            }
            var found: [Row] = []
            try reader.scan(subject: s, predicate: p, object: o, graph: scope) { row in
              found.append(Row(s: row.subject.rawValue, p: row.predicate.rawValue, o: row.object.rawValue, g: row.graph.rawValue))
              return true
            }
            if scope == .union {
              func bare(_ rows: [Row]) -> [Row] { rows.map { Row(s: $0.s, p: $0.p, o: $0.o, g: 0) } }
              #expect(Set(bare(found)) == Set(bare(expected)))
              #expect(Set(bare(found)).count == found.count)
            } else {
              #expect(Set(found) == Set(expected))
              #expect(found.count == expected.count)
              #expect(try reader.count(subject: s, predicate: p, object: o, graph: scope) == expected.count)
              #expect(try reader.count(subject: s, predicate: p, object: o, graph: scope, atMost: 2) == min(2, expected.count))
              let records = try reader.triples(subject: s, predicate: p, object: o, graph: scope)
              #expect(Set(records.map { Row(s: $0.subject.rawValue, p: $0.predicate.rawValue, o: $0.object.rawValue, g: $0.graph?.rawValue ?? 0) }) == Set(expected))
            }
          }
        }
      }
    }
  }

  @Test("A cursor can begin anew, beside others of its shape") func nested() async throws {
    let store = try await store()
    try await store.read { (reader) throws in
      let p = try #require(try reader.id(of: .iri("urn:e:p")))
      var pairs = 0
      let inner = try reader.cursor(subject: true, predicate: true)
      try reader.scan(predicate: p) { outer in
        try inner.start(subject: outer.object, predicate: p)
        while try inner.next() { pairs += 1 }
        try reader.scan(predicate: p) { _ in false }
        return true
      }
      // a→c→a, c→a→b, c→a→c
      #expect(pairs == 3)
    }
  }

  @Test("A graph's names and quoted triples come and go with their file") func removal() async throws {
    let path = folder.file("graph.sqlite3")
    let store = try await store()
    #expect(try await store.verify() == [])
    let names = try await store.read { reader in try reader.graphs().compactMap { try reader.term($0)?.iri } }
    #expect(Set(names) == ["urn:e:g1", "urn:e:g2"])
    try await store.write { _ = try $0.removeImports(named: "d.trig") }
    #expect(try await store.read { try $0.graphs() } == [])
    #expect(try RawDatabase(path).rows("SELECT count(*) FROM term") == ["0"])
    #expect(try await store.verify() == [])
  }

  @Test("What is exported with its graphs imports as the same dataset", arguments: [RDFFormat.nquads, .trig]) func export(format: RDFFormat) async throws {
    let store = try await store()
    @Sendable func bytes(_ reader: StoreReader) throws -> [UInt8] {
      var bytes: [UInt8] = []
      #expect(try reader.export(as: format) { bytes += $0 } == 8)
      return bytes
    }
    let first = try await store.read(bytes)
    let other = try await GraphStore(path: folder.file("other.sqlite3"))
    try await other.write { try $0.importGraph(first, format: format, from: "d", domain: nil) }
    let second = try await other.read(bytes)
    #expect(Self.lines(first, format).count == 8)
    #expect(Self.lines(first, format) == Self.lines(second, format))
  }

  /// The statements with blank nodes made equal: the store gives each file's nodes its own names.
  static func lines(_ bytes: [UInt8], _ format: RDFFormat) -> Set<String> {
    var lines: Set<String> = []
    try! RDFReader.readQuads(bytes, format: format) { quad, _ in lines.insert(quad.description.replacing(/_:\S+/, with: "_:")) }
    return lines
  }

  @Test("A file can be imported into a graph of its own") func intoGraph() async throws {
    let store = try await GraphStore(path: folder.file("graph.sqlite3"))
    try await store.write { writer in
      try writer.importGraph(Array("<urn:a> <urn:p> 1 .".utf8), format: .turtle, from: "x.ttl", domain: nil, graph: .iri("urn:g"))
    }
    try await store.read { (reader) throws in
      let graph = try #require(try reader.id(of: .iri("urn:g")))
      #expect(try reader.graphs() == [graph])
      #expect(try reader.triples(graph: .defaultGraph) == [])
      #expect(try reader.triples(graph: .graph(graph)).count == 1)
    }
  }

  @Test("Statistics count triples, subjects and objects, and follow what changes") func statistics() async throws {
    let store = try await store()
    let before = try await store.read { (reader) throws -> GraphStatistics in
      let p = try #require(try reader.id(of: .iri("urn:e:p")))
      let counted = try reader.statistics()
      #expect(counted.triples == 8)
      #expect(counted.predicates[p]?.triples == 5 && counted.predicates[p]?.subjects == 2 && counted.predicates[p]?.objects == 3)
      #expect(counted.estimate(subject: true, predicate: p, object: false) == 2.5)
      #expect(counted.estimate(subject: false, predicate: EntityID(rawValue: 999), object: false) == 0)
      return counted
    }
    #expect(before.subjects == 4)
    try await Samples.load(into: store)
    #expect(try await store.read { try $0.statistics().triples } == 8 + Samples.graph().count)
  }
}
