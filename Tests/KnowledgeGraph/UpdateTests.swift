import Foundation
import KnowledgeGraph
import RDF
import Testing

@Suite("People add and remove statements") struct UpdateTests {
  let folder = try! TemporaryFolder()

  private func store() async throws -> GraphStore {
    let store = try await GraphStore(path: folder.file("\(UUID()).sqlite3"))
    try await store.write { try $0.importGraph(Array(NamedGraphTests.trig.utf8), format: .trig, from: "d.trig", domain: nil) }
    return store
  }

  @Test("A pattern removes what fits it, and only that, as often as was counted", arguments: 0..<8) func patterns(bits: Int) async throws {
    let store = try await store()
    let all = try await store.read { try $0.triples() }
    let wanted = try #require(all.first { $0.graph != nil })
    for scope in [GraphScope.everywhere, .defaultGraph, .named, .graph(wanted.graph!)] {
      let copy = try await self.store()
      let s = bits & 1 == 0 ? nil : wanted.subject
      let p = bits & 2 == 0 ? nil : wanted.predicate
      let o = bits & 4 == 0 ? nil : wanted.object
      let expected = try await copy.read { try $0.triples(subject: s, predicate: p, object: o, graph: scope).map(\.id) }
      #expect(try await copy.read { try $0.count(subject: s, predicate: p, object: o, graph: scope) } == expected.count)
      #expect(try await copy.write { try $0.remove(subject: s, predicate: p, object: o, graph: scope) } == expected.count)
      #expect(Set(try await copy.read { try $0.triples().map(\.id) }) == Set(all.map(\.id)).subtracting(expected))
      #expect(try await copy.verify() == [])
    }
  }

  @Test("What is removed goes with all its sources; an error keeps everything") func transactional() async throws {
    struct Failure: Error {}
    let store = try await store()
    let triple = Quad(Triple(.iri("urn:e:a"), .iri("urn:e:p"), .iri("urn:e:b")))
    try await store.write { try $0.insert([triple], by: 7) }
    let id = try await store.read { try #require(try $0.triples(matching: triple.triple.subject, triple.triple.predicate, triple.triple.object, graph: .defaultGraph).first).id }
    #expect(try await store.read { try $0.sources(of: id).count } == 2)
    await #expect(throws: Failure.self) {
      try await store.write { writer in
        _ = try writer.remove()
        throw Failure()
      }
    }
    #expect(try await store.read { try $0.counts().triples } == 8)
    #expect(try await store.write { try $0.remove([triple, triple, Quad(Triple(.iri("urn:no"), .iri("urn:no"), .iri("urn:no")))]) } == 1)
    #expect(try await store.read { try $0.counts().triples } == 7)
    #expect(try await store.write { try $0.remove() } == 7)
    #expect(try await store.read { try $0.counts().terms } == 0)
    #expect(try await store.verify() == [])
  }

  @Test("A triple stays findable by its number through large loads, removals and new loads between", arguments: [50, 3000]) func numbers(size: Int) async throws {
    let store = try await GraphStore(path: folder.file("numbers\(size).sqlite3"))
    func load(_ name: String, _ range: StrideTo<Int>) async throws {
      let triples = range.map { number in
        (Triple(.iri("urn:s:\(number % 200)"), .iri("urn:p:\(number % 3)"), .literal(Literal("\(number)"))), SourcePosition(line: number, column: 1, byteOffset: 0))
      }
      try await store.write { try $0.importTriples(triples, from: name, sha256: name, domain: nil) }
    }
    try await load("a", stride(from: 0, to: size * 2, by: 2))
    try await load("b", stride(from: 1, to: size * 2, by: 2))
    try await load("c", stride(from: 0, to: size * 2, by: 3))
    try await store.write { _ = try $0.removeImports(named: "a") }
    #expect(try await store.verify() == [])
    try await store.read { (reader) throws in
      let all = try reader.triples(limit: .max)
      #expect(all.count == size + (size * 2 + 5) / 6)
      for record in all { #expect(try reader.triple(record.id) == record) }
      let ids = Set(all.map(\.id.rawValue))
      for id in 1...(ids.max()! + 20) where !ids.contains(id) { #expect(try reader.triple(TripleID(rawValue: id)) == nil) }
    }
    try await store.write { _ = try $0.removeImports(named: "b") }
    try await store.write { _ = try $0.removeImports(named: "c") }
    #expect(try await store.read { try $0.counts().terms } == 0)
    #expect(try await store.verify() == [])
  }

  @Test("What a rule gives is marked, and stated facts are not") func inferred() async throws {
    let store = try await store()
    try await store.write { writer in
      let (a, p, b) = (try writer.intern(.iri("urn:e:a")), try writer.intern(.iri("urn:e:p")), try writer.intern(.iri("urn:e:new")))
      #expect(try writer.infer([(a, p, b), (b, p, a)], rule: "turn") == 2)
      #expect(try writer.infer([(a, p, b)], rule: "turn") == 0)
    }
    try await store.read { (reader) throws in
      let new = try reader.triples().filter(\.inferred)
      #expect(new.count == 2)
      #expect(try reader.sources(of: new[0].id) == [.rule(name: "turn")])
    }
    #expect(try await store.verify() == [])
  }
}
