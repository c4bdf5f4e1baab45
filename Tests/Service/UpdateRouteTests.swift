import Service
import Testing
import Wire

@Suite struct UpdateRouteTests {
  private static let people = """
    PREFIX x: <urn:x:> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    INSERT DATA { x:ada rdfs:label "Ada" ; x:knows x:bob . x:bob rdfs:label "Bob" . x:born a owl:FunctionalProperty }
    """

  private func withPeople(_ body: (TestDaemon) async throws -> Void) async throws {
    let daemon = try await TestDaemon.start()
    let change = try await daemon.request("POST", "/v1/graph/update", body: Self.people).decoded(GraphChangeShape.self)
    #expect(change == GraphChangeShape(operations: 1, inserted: 4, removed: 0, contradictions: [], dryRun: false))
    try await body(daemon)
    #expect(try await daemon.request("GET", "/v1/verify").decoded(VerificationShape.self).problems == [])
    await daemon.endAndRemove()
  }

  private func triples(_ daemon: TestDaemon) async throws -> [TriplePage.Row] {
    try await daemon.request("GET", "/v1/triples").decoded(TriplePage.self).triples
  }

  @Test func anUpdateChangesTheGraphAndCounts() async throws {
    try await withPeople { daemon in
      let text = "DELETE { ?a <urn:x:knows> ?b } INSERT { ?a <urn:x:likes> ?b , <urn:x:all> } WHERE { ?a <urn:x:knows> ?b }"
      let change = try await daemon.request("POST", "/v1/graph/update", body: text).decoded(GraphChangeShape.self)
      #expect(change.inserted == 2 && change.removed == 1)
      let rows = try await triples(daemon)
      #expect(rows.filter { $0.predicate == "<urn:x:likes>" }.count == 2 && !rows.contains { $0.predicate == "<urn:x:knows>" })
      #expect(rows.allSatisfy { $0.source?.contains("user") == true || $0.source?.contains("person") == true }, "\(rows.map(\.source))")
    }
  }

  @Test func aDryRunCountsAndKeepsNothing() async throws {
    try await withPeople { daemon in
      let change = try await daemon.request("POST", "/v1/graph/update", ["dry_run": "1"], body: "CLEAR ALL ; INSERT DATA { <urn:a> <urn:b> 1 }").decoded(GraphChangeShape.self)
      #expect(change == GraphChangeShape(operations: 2, inserted: 1, removed: 4, contradictions: [], dryRun: true))
      #expect(try await triples(daemon).count == 4)
    }
  }

  @Test func contradictionsAreReportedAndAllValuesKept() async throws {
    try await withPeople { daemon in
      let change = try await daemon.request("POST", "/v1/graph/update", body: "INSERT DATA { <urn:x:ada> <urn:x:born> 1815, 1816 }").decoded(GraphChangeShape.self)
      #expect(change.inserted == 2 && change.contradictions.count == 1)
      #expect(change.contradictions.first?.entity == "Ada")
      #expect(change.contradictions.first?.facts.count == 2)
      let listed = try await daemon.request("GET", "/v1/graph/contradictions").decoded(ContradictionList.self)
      #expect(listed.contradictions == change.contradictions)
    }
  }

  @Test func nothingAnUpdateSaysLeavesTheStore() async throws {
    try await withPeople { daemon in
      let load = try await daemon.request("POST", "/v1/graph/update", body: "CLEAR ALL ; LOAD <file:///etc/passwd>")
      #expect(load.status == 400 && load.error?.code == "refused")
      #expect(load.error?.message.contains("kgassist graph import") == true)
      let service = try await daemon.request(
        "POST", "/v1/graph/update", body: "INSERT { ?s ?p ?o } WHERE { SERVICE <http://example.org/sparql> { ?s ?p ?o } }")
      #expect(service.status == 400 && service.error?.code == "refused")
      #expect(try await triples(daemon).count == 4)
    }
  }

  @Test func whatIsWrongIsToldWithItsPlace() async throws {
    try await withPeople { daemon in
      let wrong = try await daemon.request("POST", "/v1/graph/update", body: "INSERT DATA {\n  ?x <urn:p> 1 }")
      #expect(wrong.status == 400 && wrong.error?.message == "line 2, column 3: a variable cannot stand in data")
      #expect(try await daemon.request("POST", "/v1/graph/update", body: "SELECT * { ?s ?p ?o }").status == 400)
      #expect(try await daemon.request("POST", "/v1/graph/update", ["deadline_ms": "0"], body: "CLEAR ALL").status == 400)
      #expect(try await daemon.request("POST", "/v1/graph/update", ["dry_run": "perhaps"], body: "CLEAR ALL").status == 400)
    }
  }

  @Test func onlyWritersUpdate() async throws {
    let daemon = try await TestDaemon.start { $0.rights = Rights(users: [], groups: []) }
    let reply = try await daemon.request("POST", "/v1/graph/update", body: Self.people)
    #expect(reply.status == 403 && reply.error?.message.contains("kgassist-writers") == true)
    #expect(try await daemon.request("POST", "/v1/graph/query", body: "ASK { ?s ?p ?o }").text.contains("false"))
    await daemon.endAndRemove()
  }

  @Test func rulesFollowAnUpdate() async throws {
    let daemon = try await TestDaemon.start()
    let rule = """
      INSERT DATA { <urn:x:partOf> a owl:TransitiveProperty . <urn:x:a> <urn:x:partOf> <urn:x:b> . <urn:x:b> <urn:x:partOf> <urn:x:c> }
      """
    #expect(try await daemon.request("POST", "/v1/graph/update", body: rule).status == 200)
    let first = try await daemon.finished(daemon.request("POST", "/v1/graph/infer").decoded(JobAccepted.self).job)
    #expect(first.inference?.inferred == 1)
    #expect(try await daemon.request("POST", "/v1/graph/update", body: "DELETE DATA { <urn:x:b> <urn:x:partOf> <urn:x:c> }").status == 200)
    let list = try await daemon.request("GET", "/v1/jobs").decoded(JobList.self).jobs
    let next = try #require(list.first { $0.kind == "infer" && $0.id > first.id })
    let after = try await daemon.finished(next.id)
    #expect(after.inference?.withdrawn == 1 && after.inference?.inferred == 0)
    #expect(try await daemon.request("POST", "/v1/graph/query", body: "ASK { <urn:x:a> <urn:x:partOf> <urn:x:c> }").text.contains("false"))
    await daemon.endAndRemove()
  }
}
