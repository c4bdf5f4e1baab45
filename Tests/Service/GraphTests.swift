import Service
import Testing
import Wire

@Suite struct GraphTests {
  private static let turtle = """
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix x: <urn:x:> .
    x:a rdfs:label "apple"@en ; x:likes x:b . x:b rdfs:label "banana"@en ; x:likes x:c .
    x:c rdfs:label "cherry"@en . x:likes rdfs:label "likes"@en .
    """

  @Test func whatIsKnownOfAThingIsTold() async throws {
    let daemon = try await TestDaemon.start()
    #expect(try await daemon.ingest("fruit.ttl", Self.turtle).failed.isEmpty)
    for name in ["apple", "urn:x:a", "<urn:x:a>"] {
      let client = try TestClient(daemon.socket)
      try await client.send(HTTPRequest(method: "GET", path: ["v1", "entities", name]).serialised())
      let entity = try await client.reply().decoded(EntityShape.self)
      #expect(entity.iri == "urn:x:a" && entity.label == "apple")
      #expect(entity.facts.contains { $0.subject == "apple" && $0.object == "banana" })
    }
    #expect(try await daemon.request("GET", "/v1/entities/melon").status == 404)
    let path = try await daemon.request("GET", "/v1/path", ["from": "apple", "to": "cherry"]).decoded(PathShape.self)
    #expect(path.steps.map(\.object) == ["banana", "cherry"])
    await daemon.endAndRemove()
  }

  @Test func pagesGiveEveryTripleOnce() async throws {
    let daemon = try await TestDaemon.start()
    _ = try await daemon.ingest("fruit.ttl", Self.turtle)
    var found: [String] = []
    var query = ["limit": "2"]
    repeat {
      let page = try await daemon.request("GET", "/v1/triples", query).decoded(TriplePage.self)
      #expect(page.triples.count <= 2)
      found += page.triples.map { "\($0.subject) \($0.predicate) \($0.object)" }
      query["cursor"] = page.next
    } while query["cursor"] != nil
    #expect(found.count == 6 && Set(found).count == 6)
    let some = try await daemon.request("GET", "/v1/triples", ["p": "urn:x:likes", "o": "banana"]).decoded(TriplePage.self)
    #expect(some.triples.map(\.subject) == ["<urn:x:a>"])
    #expect(some.triples.first?.source == "fruit.ttl, line 3")
    #expect(try await daemon.request("GET", "/v1/triples", ["cursor": "forged"]).status == 400)
    #expect(try await daemon.request("GET", "/v1/graph/export").text.split(separator: "\n").count == 6)
    await daemon.endAndRemove()
  }
}
