import Foundation
import Service
import Testing

@Suite struct PictureTests {
  private static let turtle = """
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix owl: <http://www.w3.org/2002/07/owl#> .
    @prefix x: <urn:x:> .
    x:treats rdfs:label "treats" ; owl:inverseOf x:treatedBy . x:treatedBy rdfs:label "is treated by" .
    x:firstFor rdfs:label "is the first choice for" ; rdfs:subPropertyOf x:treats .
    x:Drug rdfs:label "drug" . x:d rdfs:label "disease <d>" ; x:treatedBy x:b .
    x:a a x:Drug ; rdfs:label "drug a" ; x:treats x:d ; x:firstFor x:d . x:b a x:Drug ; rdfs:label "drug b" ; x:treats x:d , x:e .
    x:e rdfs:label "disease e" .
    """

  private func picture(_ query: [String: String]) async throws -> (status: Int, text: String) {
    let daemon = try await TestDaemon.start()
    _ = try await daemon.ingest("x.ttl", Self.turtle)
    let reply = try await daemon.request("GET", "/v1/graph/picture", query)
    await daemon.endAndRemove()
    return (reply.status, reply.text)
  }

  @Test func relationsAreReadAwayFromTheEntityAndEachOnce() async throws {
    let (status, dot) = try await picture(["entity": "urn:x:d", "format": "dot"])
    #expect(status == 200)
    // Stated from both ends by different files or not: one edge; the broad relation beside the narrow one: none.
    #expect(dot.components(separatedBy: " -> ").count - 1 == 2)
    #expect(dot.contains(#"[label="is treated by"]"#) && dot.contains(#" -> n0 [label="is the first choice for"]"#))
  }

  @Test func depthAndLimitBoundThePictureAndTheRestIsCounted() async throws {
    let (_, one) = try await picture(["entity": "urn:x:d", "limit": "1"])
    #expect(one.contains("One more relation is not shown."))
    let (_, two) = try await picture(["entity": "urn:x:a", "depth": "3", "format": "dot"])
    #expect(two.contains("disease e"))
    #expect(try await picture(["entity": "urn:x:a", "depth": "9"]).status == 400)
    #expect(try await picture(["entity": "urn:x:a", "format": "png"]).status == 400)
    #expect(try await picture(["entity": "nobody"]).status == 404)
  }
}
