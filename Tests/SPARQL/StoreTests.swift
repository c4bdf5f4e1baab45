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

  private func withStore<R: Sendable>(passages: [(text: String, vector: [Float])] = [], _ body: @Sendable (StoreReader) throws -> R) async throws -> R {
    let folder = FileManager.default.temporaryDirectory.appending(path: "kgassist-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try await GraphStore(path: folder.appending(path: "graph.sqlite3").path())
    try await store.write { try $0.importGraph(Array(Self.graph.utf8), format: .turtle, from: "graph.ttl", domain: .medical) }
    if !passages.isEmpty {
      var original: [UInt8] = []
      var cut: [NewPassage] = []
      for (text, vector) in passages {
        let start = original.count
        original += Array(text.utf8)
        cut.append(NewPassage(heading: [], text: text, start: start, end: original.count, vector: vector))
      }
      let document = NewDocument(
        id: SHA256.documentID(of: original), name: "a.txt", mediaType: "text/plain", domain: nil, encoding: "UTF-8", original: original, passages: cut,
        encoder: "test")
      try await store.write { try $0.addDocument(document) }
    }
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

  @Test("kg:similarTo finds passages by vectors, nearest first, with how near they are") func vectors() async throws {
    let query = try Query("SELECT ?x ?n { ?x kg:similarTo ('sugar' ?n) }")
    let rows = try await withStore(passages: [("Sugar is sweet.", [1, 0]), ("Salt is not.", [0, 1]), ("Both are white.", [0.6, 0.8])]) { reader in
      let source = try StoreSource(reader)
      source.encoding = { $0.map { $0 == "sugar" ? [1, 0] : [0, 1] } }
      guard case .solutions(_, let rows) = try query.answer(on: source) else { return [[Term?]]() }
      return rows
    }
    #expect(rows.map { $0[0]?.iri?.hasPrefix("urn:kgassist:passage:") } == [true, true, true])
    let scores = rows.compactMap { $0[1]?.literal?.number }
    #expect(scores.count == 3 && scores == scores.sorted(by: >) && abs(scores[0] - 1) < 0.01 && abs(scores[1] - 0.6) < 0.01)
  }

  @Test("kg:similarTo finds things by what they are called and are") func similarThings() async throws {
    let query = try Query("SELECT ?l ?n { ?x kg:similarTo ('insulin or metformin' ?n) ; rdfs:label ?l } ORDER BY DESC(?n)")
    let rows = try await withStore { reader in
      let source = try StoreSource(reader)
      source.encoding = { $0.map { $0.hasPrefix("insulin") ? [1, 0] : [0.8, 0.6] } }
      guard case .solutions(_, let rows) = try query.answer(on: source) else { return [[Term?]]() }
      return rows
    }
    #expect(rows.map { $0[0]?.literal?.lexical } == ["insulin", "metformin"])
  }

  /// Foretells one link of each thing it is asked about.
  private struct Prophet: LinkPredicting {
    func links(subject: EntityID?, relation: EntityID?, object: EntityID?, limit: Int, in reader: StoreReader) throws -> [LinkPrediction] {
      func id(_ name: String) throws -> Int64 { try #require(try reader.id(of: .iri(name))).rawValue }
      let all = [
        LinkPrediction(
          subject: try id(Vocabulary.medical + "insulin"), relation: try id(Vocabulary.KG.namespace + "broader"),
          object: try id(Vocabulary.medical + "disorder"), probability: 0.75),
        LinkPrediction(
          subject: try id(Vocabulary.medical + "insulin"), relation: try id(Vocabulary.KG.namespace + "related"),
          object: try id(Vocabulary.medical + "condition"), probability: 0.25),
      ]
      return Array(
        all.filter {
          [subject, relation, object].map { $0?.rawValue } .elementsEqual([$0.subject, $0.relation, $0.object]) { $0 == nil || $0 == $1 }
        }.prefix(limit))
    }
  }

  @Test("kg:predicted asks whoever has embeddings, from either end, of one relation or all", arguments: [
    ("SELECT ?l { med:insulin kg:predicted ?x . ?x rdfs:label ?l }", ["metabolic disorder", "condition"]),
    ("SELECT ?l { med:insulin kg:predicted (kg:related ?x) . ?x rdfs:label ?l }", ["condition"]),
    ("SELECT ?l { ?x kg:predicted (?r med:condition) ; rdfs:label ?l }", ["insulin"]),
    ("SELECT ?l { ?x rdfs:label ?l . med:insulin kg:predicted (?r ?x ?p) FILTER(?p > 0.5) }", ["metabolic disorder"]),
    ("SELECT ?p { ?s kg:predicted (?r ?x ?p) . ?s kg:value 10 } ORDER BY ?p", ["2.5E-1", "7.5E-1"]),
    ("SELECT ?x { med:nobody kg:predicted ?x }", []),
  ])
  func predictions(text: String, expected: [String]) async throws {
    let query = try Query(text)
    let rows = try await withStore { reader in
      let source = try StoreSource(reader)
      source.predictor = Prophet()
      guard case .solutions(_, let rows) = try query.answer(on: source) else { return [String?]() }
      return rows.map { $0[0]?.literal?.lexical }
    }
    #expect(rows.compactMap(\.self) == expected)
  }

  @Test("A look-up takes as many terms as it knows", arguments: [
    ("SELECT * { ?x kg:matches ('a' ?s ?t) }", "kg:matches takes 1 to 2 terms, not 3"), ("SELECT * { ?x kg:predicted () }", "kg:predicted takes 1 to 3 terms, not 0"),
    ("SELECT * { ?x kg:predicted ([] ?y) }", nil), ("SELECT * { ?x kg:predicted ((1) ?y) }", "kg:predicted takes plain terms and variables"),
  ] as [(String, String?)])
  func brackets(text: String, message: String?) {
    do {
      _ = try Query(text)
      #expect(message == nil)
    } catch { #expect(error.message == message) }
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
