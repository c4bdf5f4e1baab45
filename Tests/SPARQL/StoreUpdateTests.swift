import Foundation
import KnowledgeGraph
import RDF
import SPARQL
import Testing

@Suite("Updates of the store") struct StoreUpdateTests {
  private static let prologue = "PREFIX x: <urn:x:> "

  private func withStore<R: Sendable>(_ body: (GraphStore) async throws -> R) async throws -> R {
    let folder = FileManager.default.temporaryDirectory.appending(path: "kgassist-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try await GraphStore(path: folder.appending(path: "graph.sqlite3").path())
    let result = try await body(store)
    #expect(try await store.verify() == [])
    await store.close()
    return result
  }

  @discardableResult
  private func update(_ store: GraphStore, _ text: String, options: QueryOptions = QueryOptions()) async throws -> UpdateReport {
    let update = try Update(Self.prologue + text)
    return try await store.write { try update.apply(to: StoreTarget($0, by: 7), options: options) }
  }

  private func rows(_ store: GraphStore, _ text: String) async throws -> [[Term?]] {
    let query = try Query(Self.prologue + text)
    return try await store.read { reader in
      guard case .solutions(_, let rows) = try query.answer(on: StoreSource(reader)) else { return [] }
      return rows
    }
  }

  private func count(_ store: GraphStore) async throws -> Int { try await store.read { try $0.counts().triples } }

  @Test("Every update case of the W3C leaves in a store what it should", .enabled(if: W3CManifest.isPresent, "the folder rdf-tests is not among the test data"))
  func suite() async throws {
    var count = 0
    for folder in try W3CManifest.folders(of: "sparql11") {
      for test in try W3CManifest(folder).cases where test.kind == "UpdateEvaluationTest" {
        count += 1
        let failure = try await withStore { try await test.failureInStore($0) }
        #expect(failure == nil, "\(folder) \(test.name)")
      }
    }
    #expect(count == 94)
  }

  @Test("What is inserted tells the person who did it") func provenance() async throws {
    try await withStore { store in
      #expect(try await update(store, "INSERT DATA { x:a x:p 1 , 2 . GRAPH x:g { x:a x:p 1 } }") == UpdateReport(inserted: 3, removed: 0))
      #expect(try await update(store, "INSERT DATA { x:a x:p 1 }") == UpdateReport(inserted: 0, removed: 0))
      try await store.read { reader in
        for record in try reader.triples() { #expect(try reader.sources(of: record.id) == [.person(uid: 7)]) }
      }
    }
  }

  @Test("A blank node of data is new each time, one of a template in each solution, and one that was found stays itself") func blanks() async throws {
    try await withStore { store in
      for _ in 0..<2 { try await update(store, "INSERT DATA { _:a x:p _:b . _:a x:q _:b }") }
      #expect(try await rows(store, "SELECT DISTINCT ?a { ?a x:p ?b ; x:q ?b }").count == 2)
      try await update(store, "INSERT { ?a x:has [ x:of ?b ] } WHERE { ?a x:p ?b }")
      #expect(try await rows(store, "SELECT DISTINCT ?c { ?a x:has ?c . ?c x:of ?b . ?a x:p ?b }").count == 2)
      // The only triple of a node goes and comes back changed, with the node.
      try await update(store, "DELETE { ?c x:of ?b } INSERT { ?c x:from ?b } WHERE { ?c x:of ?b }")
      #expect(try await rows(store, "SELECT DISTINCT ?c { ?a x:has ?c . ?c x:from ?b . ?a x:p ?b }").count == 2)
      try await update(store, "DELETE WHERE { ?a x:has ?c . ?c x:from ?b }")
      #expect(try await count(store) == 4)
      try await update(store, "INSERT { ?n x:r ?a } WHERE { ?a x:p ?b BIND(BNODE() AS ?n) } ; INSERT { ?n x:r ?a } WHERE { ?a x:p ?b BIND(BNODE() AS ?n) }")
      #expect(try await rows(store, "SELECT DISTINCT ?n { ?n x:r ?a }").count == 4)
    }
  }

  @Test("A blank node keeps its name however often it is moved") func stableNames() async throws {
    try await withStore { store in
      try await update(store, "INSERT DATA { x:s x:p [] }")
      let before = try await rows(store, "SELECT ?o { x:s x:p ?o }")
      for _ in 0..<3 { try await update(store, "DELETE { ?s x:p ?o } INSERT { ?s x:p ?o } WHERE { ?s x:p ?o } ; MOVE DEFAULT TO x:g ; MOVE x:g TO DEFAULT") }
      #expect(try await rows(store, "SELECT ?o { x:s x:p ?o }") == before)
    }
  }

  @Test("An update that fails at its end changes nothing") func atomic() async throws {
    try await withStore { store in
      try await update(store, "INSERT DATA { x:a x:p 1 }")
      for text in ["CLEAR ALL ; LOAD <http://example.org/>", "DELETE WHERE { ?s ?p ?o } ; INSERT { ?s x:q 2 } WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }"] {
        let error = await #expect(throws: SPARQLError.self) { try await update(store, text) }
        #expect(error?.code == .refused)
      }
      #expect(try await count(store) == 1)
    }
  }

  @Test("What a change may hold and how long it may take is bounded") func limits() async throws {
    try await withStore { store in
      try await update(store, "INSERT DATA { x:a x:p 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16 }")
      var few = QueryOptions()
      few.limits.bytes = 1 << 20
      let tooMany = await #expect(throws: SPARQLError.self) {
        try await update(store, "INSERT { [] x:q ?a , ?b , ?c } WHERE { x:a x:p ?a . x:a x:p ?b . x:a x:p ?c }", options: few)
      }
      #expect(tooMany?.code == .tooLarge && tooMany?.message.contains("changes more than 4096 triples") == true)
      var brief = QueryOptions()
      brief.limits.time = .zero
      let late = await #expect(throws: SPARQLError.self) { try await update(store, "DELETE WHERE { ?s ?p ?o }", options: brief) }
      #expect(late?.code == .deadline)
      #expect(try await count(store) == 16)
    }
  }

  @Test("What contradicts at the end is told, what was set right on the way is not") func contradictions() async throws {
    try await withStore { store in
      try await update(store, "INSERT DATA { x:born a <http://www.w3.org/2002/07/owl#FunctionalProperty> . x:ada x:born 1815 . x:bob x:born 1900 }")
      let text = "INSERT DATA { x:ada x:born 1816 . x:bob x:born 1901 } ; DELETE DATA { x:bob x:born 1900 }"
      let change = try Update(Self.prologue + text)
      let standing = try await store.write { writer in
        try change.apply(to: StoreTarget(writer, by: 7))
        return try writer.standingContradictions().map { try writer.reader.term($0.entity) }
      }
      #expect(standing == [.iri("urn:x:ada")])
    }
  }

  @Test("What is said of a triple is added, found and changed with it") func annotations() async throws {
    try await withStore { store in
      try await update(store, "INSERT DATA { x:a x:p x:b {| kg:confidence 0.5 ; x:by x:me |} , x:c ~ x:r {| x:by x:you |} }")
      #expect(try await rows(store, "SELECT ?who ?o { x:a x:p ?o {| x:by ?who |} } ORDER BY ?o") == [[.iri("urn:x:me"), .iri("urn:x:b")], [.iri("urn:x:you"), .iri("urn:x:c")]])
      #expect(try await rows(store, "SELECT ?o { << x:a ?p ?o ~ x:r >> }") == [[.iri("urn:x:c")]])
      #expect(try await rows(store, "SELECT (OBJECT(?t) AS ?o) { ?r rdf:reifies ?t ; x:by x:me FILTER(SUBJECT(?t) = x:a) }") == [[.iri("urn:x:b")]])
      let confidence = try await store.read { try $0.triples(matching: .iri("urn:x:a"), .iri("urn:x:p"), .iri("urn:x:b")).first?.confidence }
      #expect(confidence == 0.5)
      try await update(store, "DELETE { << ?s ?p ?o ~ ?r >> x:by ?who } INSERT { ?o ?p ?s ~ ?r {| x:by x:us |} } WHERE { << ?s ?p ?o ~ ?r >> x:by ?who }")
      #expect(try await rows(store, "SELECT ?o { ?o x:p x:a {| x:by x:us |} } ORDER BY ?o") == [[.iri("urn:x:b")], [.iri("urn:x:c")]])
    }
  }

  @Test("A pattern sees what the change before it made, of a predicate that is new as well") func sequence() async throws {
    try await withStore { store in
      try await update(store, "INSERT DATA { x:a x:p x:b } ; INSERT { ?o x:new ?s } WHERE { ?s x:p ?o } ; DELETE { ?s x:p ?o } WHERE { ?o x:new ?s . ?s x:p ?o }")
      #expect(try await rows(store, "SELECT * { ?s ?p ?o }").count == 1)
      #expect(try await rows(store, "SELECT * { x:b x:new x:a }").count == 1)
    }
  }
}
