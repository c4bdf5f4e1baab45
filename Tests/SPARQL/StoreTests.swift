import Foundation
import KnowledgeGraph
import RDF
import SPARQL
import Testing

@Suite("Queries over the store") struct StoreTests {
  private static let graph = """
    @prefix med: <urn:kgassist:medical:> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix kg: <urn:kgassist:vocabulary:> .
    med:metformin a kg:Concept ; rdfs:label "metformin"@en ; kg:value 500 , 850 , 1000.5 ; kg:related med:diabetes .
    med:insulin a kg:Concept ; rdfs:label "insulin" ; kg:value 10 ; kg:related med:diabetes , med:metformin .
    med:diabetes a kg:Condition ; rdfs:label "type 2 diabetes" ; kg:broader med:disorder .
    med:disorder rdfs:label "metabolic disorder" ; kg:broader med:condition . med:condition rdfs:label "condition" .
    [] kg:related med:insulin ; rdfs:label "unnamed" .
    """

  private func withStore<R: Sendable>(_ body: @Sendable (StoreReader) throws -> R) async throws -> R {
    let folder = FileManager.default.temporaryDirectory.appending(path: "kgassist-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try await GraphStore(path: folder.appending(path: "graph.sqlite3").path())
    try await store.write { try $0.importGraph(Array(Self.graph.utf8), format: .turtle, from: "graph.ttl", domain: .medical) }
    let result = try await store.read(body)
    await store.close()
    return result
  }

  @Test("The store answers as data in memory does", arguments: [
    "SELECT * { ?s ?p ?o }", "SELECT ?s ?l { ?s kg:related med:diabetes ; rdfs:label ?l }", "SELECT (SUM(?v) AS ?n) { ?s kg:value ?v }",
    "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s", "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p", "SELECT ?o (COUNT(?s) AS ?n) { ?s a ?o } GROUP BY ?o",
    "SELECT ?o (COUNT(?s) AS ?n) { ?s kg:related ?o } GROUP BY ?o HAVING (?n > 1)", "SELECT ?x { med:diabetes kg:broader* ?x }",
    "SELECT ?s ?d { ?s rdfs:label ?l OPTIONAL { ?s kg:value ?d } FILTER(STRLEN(?l) > 6) }", "SELECT ?s { ?s rdfs:label ?l MINUS { ?s a ?t } }",
    "SELECT ?s { ?s rdfs:label 'insulin' }", "SELECT ?s { ?s rdfs:label 'nowhere' }", "SELECT ?l { ?s rdfs:label ?l } ORDER BY ?l LIMIT 3",
    "ASK { med:insulin kg:related/kg:broader+ med:condition }", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
  ])
  func same(text: String) async throws {
    let query = try Query(text)
    let triples = try RDFReader.triples(Self.graph, format: .turtle)
    let expected = try query.answer(on: MemoryDataset(triples))
    let answer = try await withStore { try query.answer(on: StoreSource($0)) }
    switch (expected, answer) {
    case (.boolean(let left), .boolean(let right)): #expect(left == right)
    case (.solutions(_, let left), .solutions(_, let right)): #expect(RowMatching.areEqual(left, right))
    default: Issue.record("the forms differ")
    }
  }

  @Test("kg:matches finds things by words of their labels, best first") func words() async throws {
    let query = try Query("SELECT ?x ?l { ?x kg:matches 'diabetes type' . ?x rdfs:label ?l }")
    guard case .solutions(_, let rows) = try await withStore({ try query.answer(on: StoreSource($0)) }) else { return }
    #expect(rows == [[.iri(Vocabulary.medical + "diabetes"), .literal(Literal("type 2 diabetes"))]])
  }

  @Test("What is not there says so", arguments: [
    ("SELECT * { ?x kg:similarTo 'sugar' }", "kg:similarTo needs an encoder of texts"), ("SELECT * { med:metformin kg:predicted ?x }", "kg:predicted needs graph embeddings"),
    ("SELECT * { ?x kg:matches ?text }", "the text of kg:matches must be known"),
  ])
  func missing(text: String, message: String) async throws {
    let query = try Query(text)
    let found = try await withStore { reader -> String in
      do {
        _ = try query.answer(on: StoreSource(reader))
        return "nothing"
      } catch let error as SPARQLError { return error.message }
    }
    #expect(found.hasPrefix(message))
  }

  @Test("kg:similarTo asks whoever has the vectors") func vectors() async throws {
    let query = try Query("SELECT ?l { ?x kg:similarTo 'sugar' ; rdfs:label ?l }")
    let answer = try await withStore { reader in
      var options = QueryOptions()
      options.similar = { $0 == "sugar" ? [.iri(Vocabulary.medical + "insulin")] : [] }
      return try query.answer(on: StoreSource(reader), options: options)
    }
    guard case .solutions(_, let rows) = answer else { return }
    #expect(rows == [[.literal(Literal("insulin"))]])
  }

  @Test("A deadline of the store ends a query within SQLite too") func deadline() async throws {
    let query = try Query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?q ?o . ?r ?s ?t . ?u ?v ?w }")
    let folder = FileManager.default.temporaryDirectory.appending(path: "kgassist-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try await GraphStore(path: folder.appending(path: "graph.sqlite3").path())
    try await store.write { try $0.importGraph(Array(Self.graph.utf8), format: .turtle, from: "graph.ttl", domain: nil) }
    await #expect(throws: StoreError.self) {
      try await store.read(deadline: .now + .milliseconds(100)) { _ = try query.answer(on: StoreSource($0)) }
    }
    await store.close()
  }
}
