import Foundation
import Testing
import Wire

@Suite struct QueryRouteTests {
  private static let turtle = """
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix x: <urn:x:> .
    x:apple rdfs:label "apple" ; x:costs 2 . x:pear rdfs:label "pear" ; x:costs 3 . x:plum rdfs:label "plum" ; x:costs 1 .
    """

  private func withFruit(_ body: (TestDaemon) async throws -> Void) async throws {
    let daemon = try await TestDaemon.start()
    #expect(try await daemon.ingest("fruit.ttl", Self.turtle).failed.isEmpty)
    try await body(daemon)
    await daemon.endAndRemove()
  }

  @Test func aQueryIsAnsweredAsTheStandardSays() async throws {
    try await withFruit { daemon in
      let text = "SELECT ?l ?c { ?x rdfs:label ?l ; <urn:x:costs> ?c FILTER(?c > 1) } ORDER BY ?l"
      let reply = try await daemon.request("POST", "/v1/graph/query", body: text)
      #expect(reply.status == 200)
      let whole = try #require(try JSONSerialization.jsonObject(with: Data(reply.body)) as? [String: Any])
      let bindings = try #require((whole["results"] as? [String: Any])?["bindings"] as? [[String: [String: String]]])
      #expect(bindings.map { $0["l"]?["value"] } == ["apple", "pear"])
      #expect(bindings[0]["c"] == ["type": "literal", "value": "2", "datatype": "http://www.w3.org/2001/XMLSchema#integer"])
      let csv = try await daemon.request("POST", "/v1/graph/query", ["format": "csv"], body: text)
      #expect(String(decoding: csv.body, as: UTF8.self) == "l,c\r\napple,2\r\npear,3\r\n")
      let graph = try await daemon.request("POST", "/v1/graph/query", body: "CONSTRUCT { ?x <urn:x:named> ?l } { ?x rdfs:label ?l FILTER(?l = 'plum') }")
      #expect(String(decoding: graph.body, as: UTF8.self) == "<urn:x:plum> <urn:x:named> \"plum\" .\n")
    }
  }

  @Test func pagesFollowEachOther() async throws {
    try await withFruit { daemon in
      var names: [String] = []
      var query = ["limit": "2", "format": "json"]
      for _ in 0..<3 {
        let reply = try await daemon.request("POST", "/v1/graph/query", query, body: "SELECT ?l { ?x rdfs:label ?l } ORDER BY ?l")
        let whole = try #require(try JSONSerialization.jsonObject(with: Data(reply.body)) as? [String: Any])
        names += ((whole["results"] as? [String: Any])?["bindings"] as? [[String: [String: String]]])?.compactMap { $0["l"]?["value"] } ?? []
        guard let next = whole["next"] as? String else { break }
        query["cursor"] = next
      }
      #expect(names == ["apple", "pear", "plum"])
    }
  }

  @Test func whatIsWrongIsToldWithItsPlace() async throws {
    try await withFruit { daemon in
      let wrong = try await daemon.request("POST", "/v1/graph/query", body: "SELECT ?x {\n  ?x ?y\n}")
      #expect(wrong.status == 400)
      #expect(wrong.error?.message == "line 3, column 1: a term is missing before }")
      let change = try await daemon.request("POST", "/v1/graph/query", body: "DELETE WHERE { ?s ?p ?o }")
      #expect(change.status == 400 && change.error?.message.contains("a query cannot") == true)
      let outside = try await daemon.request("POST", "/v1/graph/query", body: "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")
      #expect(outside.status == 400 && outside.error?.code == "refused")
      #expect(try await daemon.request("POST", "/v1/graph/query", ["format": "xml"], body: "ASK {}").status == 400)
    }
  }

  @Test func aQueryWithoutEndEndsAtItsDeadline() async throws {
    try await withFruit { daemon in
      let product = "SELECT (COUNT(*) AS ?n) { " + (0..<16).map { "?a\($0) ?b\($0) ?c\($0) . " }.joined() + "}"
      let reply = try await daemon.request("POST", "/v1/graph/query", ["deadline_ms": "100"], body: product)
      #expect(reply.status == 504)
    }
  }
}
