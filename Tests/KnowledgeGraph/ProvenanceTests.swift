import Foundation
import KnowledgeGraph
import RDF
import Testing

@Suite("Every triple knows who says it, how sure and for when") struct ProvenanceTests {
  let folder = try! TemporaryFolder()

  private func load(_ turtle: String, _ name: String = "a.ttl", into store: GraphStore) async throws -> ImportReport {
    let bytes = Array(("@prefix e: <urn:e:> . @prefix kg: <\(Vocabulary.KG.namespace)> . @prefix owl: <\(Vocabulary.OWL.namespace)> .\n" + turtle).utf8)
    return try await store.write { try $0.importGraph(bytes, format: .turtle, from: name, domain: nil) }
  }

  private func store() async throws -> GraphStore { try await GraphStore(path: folder.file("\(UUID()).sqlite3")) }

  @Test("Annotations give a triple its confidence and its time, and stay in the graph") func annotations() async throws {
    let store = try await store()
    _ = try await load(
      """
      e:a e:p e:b {| kg:confidence 0.75 ; kg:validFrom "2020-01-01" ; kg:validTo "2021-06-30T12:00:00" |} ; e:q e:c .
      << e:a e:q e:c ~ e:r >> kg:confidence 0.5 .
      << e:not e:asserted e:here >> kg:confidence 0.1 .
      """, into: store)
    try await store.read { (reader) throws in
      let first = try #require(try reader.triples(matching: .iri("urn:e:a"), .iri("urn:e:p"), nil).first)
      let assertion = try #require(try reader.assertions(of: first.id).first)
      #expect(assertion.confidence == 0.75 && first.confidence == 0.75)
      #expect(assertion.validity == Validity(from: "2020-01-01", to: "2021-06-30T12:00:00"))
      if case .file(let name, _, let line) = assertion.source { #expect(name == "a.ttl" && line == 2) } else { Issue.record("no file") }
      #expect(try reader.holds(first.id, at: "2020-01-01T00:00:00"))
      #expect(try reader.holds(first.id, at: "2021-06-30"))
      #expect(try !reader.holds(first.id, at: "2021-06-30T13:00:00"))
      #expect(try !reader.holds(first.id, at: "2019-12-31"))
      #expect(try reader.triples(matching: .iri("urn:e:a"), .iri("urn:e:q"), nil).first?.confidence == 0.5)
      #expect(try reader.triples(matching: .iri("urn:e:not"), nil, nil).isEmpty)
      #expect(try reader.triples(matching: nil, .iri(Vocabulary.RDF.reifies), nil).count == 3)
    }
    #expect(try await store.verify() == [])
    try await store.write { _ = try $0.removeImports(named: "a.ttl") }
    #expect(try await store.read { try $0.counts().terms } == 0)
    #expect(try await store.verify() == [])
  }

  @Test("Annotations are exported behind their triples, and a store that imports them knows the same", arguments: [RDFFormat.turtle, .trig])
  func exported(format: RDFFormat) async throws {
    let first = try await store()
    _ = try await load(
      """
      e:a e:p e:b {| kg:confidence 0.75 ; kg:validFrom "2020-01-01" |} , e:c ~ e:r {| e:by e:me |} .
      e:a e:q e:d {| e:by [ e:name "x" ] |} . e:x e:believes _:s . e:a e:q e:e ~ _:s {| e:by e:you |} . << e:not e:asserted e:here >> e:by e:me .
      """, into: first)
    func export(_ store: GraphStore) async throws -> String {
      try await store.read { reader in
        var bytes: [UInt8] = []
        _ = try reader.export(as: format) { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
      }
    }
    let text = try await export(first)
    #expect(text.contains("<urn:e:a> <urn:e:p> <urn:e:b> {| kg:confidence "))
    #expect(text.contains("<urn:e:c> ~ <urn:e:r> {| <urn:e:by> <urn:e:me> |}"))
    // Named, as something else speaks of it; a statement of its own, as its triple is not there.
    #expect(text.contains("<urn:e:e> ~ _:") && text.contains("rdf:reifies <<( <urn:e:not> <urn:e:asserted> <urn:e:here> )>>"))
    #expect(text.components(separatedBy: "rdf:reifies").count == 2)
    let second = try await store()
    try await second.write { _ = try $0.importGraph(Array(text.utf8), format: format, from: "again", domain: nil) }
    #expect(try await second.read { try $0.counts().triples } == first.read { try $0.counts().triples })
    let copy = try await second.read { try #require(try $0.triples(matching: .iri("urn:e:a"), .iri("urn:e:p"), .iri("urn:e:b")).first) }
    #expect(copy.confidence == 0.75)
    #expect(try await second.read { try $0.assertions(of: copy.id).first?.validity } == Validity(from: "2020-01-01"))
    // But for the names of blank nodes the same again.
    func plain(_ text: String) -> [String] { text.replacing(/_:[^ ]+/, with: "_:b").split(separator: "\n").map(String.init).sorted() }
    #expect(try await plain(export(second)) == plain(text))
  }

  @Test("Times and confidences that make no sense are refused with the value", arguments: [
    "kg:confidence 1.5", "kg:confidence \"high\"", "kg:validFrom \"yesterday\"", "kg:validTo \"2024-13-01\"", "kg:validTo \"2024-01-01T25:00:00\"",
  ])
  func badAnnotation(text: String) async throws {
    let store = try await store()
    let error = await #expect(throws: StoreError.self) { try await load("e:a e:p e:b {| \(text) |} .", into: store) }
    #expect(error?.code == .invalid)
    #expect(try await store.read { try $0.counts().triples } == 0)
  }

  @Test("A second source's time is its own, and goes with it") func twoSources() async throws {
    let store = try await store()
    _ = try await load("e:a e:p e:b {| kg:validTo \"2020-12-31\" |} .", "old.ttl", into: store)
    _ = try await load("e:a e:p e:b {| kg:validFrom \"2023-01-01\" ; kg:confidence 0.9 |} .", "new.ttl", into: store)
    let id = try await store.read { (reader) throws in
      let record = try #require(try reader.triples(matching: .iri("urn:e:a"), nil, nil).first)
      #expect(try reader.holds(record.id, at: "2020-05-05") && reader.holds(record.id, at: "2024-05-05"))
      #expect(try !reader.holds(record.id, at: "2022-05-05"))
      #expect(try reader.assertions(of: record.id).map(\.validity) == [Validity(to: "2020-12-31"), Validity(from: "2023-01-01")])
      return record.id
    }
    try await store.write { _ = try $0.removeImports(named: "old.ttl") }
    #expect(try await store.read { try $0.assertions(of: id).map(\.confidence) } == [0.9])
    #expect(try await store.read { try $0.holds(id, at: "2020-05-05") } == false)
    #expect(try await store.verify() == [])
  }

  @Test("A property with one value that gets two is reported, and keeps both") func contradictions() async throws {
    let store = try await store()
    #expect(try await load("e:born a owl:FunctionalProperty . e:code a owl:InverseFunctionalProperty . e:dose a kg:SingleValued . e:a e:born 1950 .", into: store).contradictions == [])
    let report = try await load("e:a e:born 1951 . e:a e:code \"x\" . e:b e:code \"x\" , \"y\" . e:a e:many 1, 2 .", "b.ttl", into: store)
    #expect(report.contradictions.count == 2)
    try await store.read { (reader) throws in
      let found = try reader.contradictions()
      #expect(Set(found) == Set(report.contradictions))
      let born = try #require(found.first { !$0.isInverse })
      #expect(try born.triples.compactMap { try reader.triple($0)?.triple.object.literal?.lexical }.sorted() == ["1950", "1951"])
      #expect(try reader.term(born.entity) == .iri("urn:e:a"))
      let code = try #require(found.first { $0.isInverse })
      #expect(try reader.term(code.entity) == .literal(Literal("x")))
      #expect(code.triples.count == 2)
    }
  }

  @Test("Equal numbers, one thing with two names and values of different times do not contradict") func noContradiction() async throws {
    let store = try await store()
    let report = try await load(
      """
      e:p a owl:FunctionalProperty .
      e:a e:p 1 , 1.0 , "1"^^<\(Vocabulary.XSD.double)> .
      e:b e:p e:x , e:y . e:x owl:sameAs e:z . e:y owl:sameAs e:z .
      e:c e:p 1 {| kg:validTo "2020-12-31" |} , 2 {| kg:validFrom "2021-01-01" |} .
      """, into: store)
    #expect(report.contradictions == [])
    let later = try await load("e:c e:p 3 {| kg:validFrom \"2020-06-01\" ; kg:validTo \"2020-07-01\" |} .", "later.ttl", into: store)
    #expect(later.contradictions.count == 1)
    #expect(later.contradictions.first?.triples.count == 2)
  }

  @Test("A property that is declared single-valued late reports what stood there before") func late() async throws {
    let store = try await store()
    _ = try await load("e:a e:p 1 , 2 . e:b e:p 3 .", into: store)
    #expect(try await load("e:p a owl:FunctionalProperty .", "rule.ttl", into: store).contradictions.count == 1)
  }

  @Test("Entities with a common name can be merged and split again; nothing else is touched") func merging() async throws {
    let path = folder.file("merge.sqlite3")
    let store = try await GraphStore(path: path)
    try await Samples.load(into: store)
    try await Samples.load(
      "<urn:other:m> <\(Vocabulary.RDFS.label)> \"Glucophage\" ; <urn:x:made> \"1957\" . <urn:other:n> <\(Vocabulary.RDFS.label)> \"nothing\" .", named: "other.ttl", into: store)
    let (a, b, c) = try await store.read { (reader) throws in
      (
        try #require(try reader.entity(iri: "med:metformin")), try #require(try reader.entity(iri: "urn:other:m")),
        try #require(try reader.entity(iri: "urn:other:n"))
      )
    }
    #expect(try await store.read { try $0.mergeCandidates().map { [$0.0, $0.1] } } == [[a, b].sorted()])
    let before = try RawDatabase(path).dump().filter { !$0.hasPrefix("source") }
    let error = await #expect(throws: StoreError.self) { try await store.write { try $0.merge(a, c, by: 1000) } }
    #expect(error?.message.contains("no name in common") == true)
    try await store.write { try $0.merge(a, b, by: 1000) }
    try await store.read { (reader) throws in
      #expect(try reader.sameEntities(as: b) == [a, b].sorted())
      #expect(try reader.mergeCandidates().isEmpty)
      let said = try #require(try reader.triples(matching: nil, .iri(Vocabulary.OWL.sameAs), nil).first)
      #expect(try reader.sources(of: said.id) == [.person(uid: 1000)])
    }
    #expect(try await store.write { try $0.split(b, a) })
    #expect(try await store.read { try $0.sameEntities(as: b) } == [b])
    #expect(try RawDatabase(path).dump().filter { !$0.hasPrefix("source") } == before)
    #expect(try await store.write { try $0.split(a, b) } == false)
    #expect(try await store.verify() == [])
  }
}
