import Foundation
import Service
import Testing
import Wire

@Suite struct InferenceTests {
  private static let turtle = """
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix kg: <urn:kgassist:vocabulary:> .
    @prefix x: <urn:x:> .
    x:in rdfs:label "belongs to" . x:does rdfs:label "does" .
    x:a rdfs:label "apple" ; x:in x:fruit . x:fruit rdfs:label "fruit" ; x:does x:ripen . x:ripen rdfs:label "ripening" .
    x:rule a kg:InferenceRule ; rdfs:comment "Members do what their group does." ; kg:confidence 0.9 ;
      kg:if "?m <urn:x:in> ?g . ?g <urn:x:does> ?d" ; kg:then "?m <urn:x:does> ?d" .
    """

  private static func infer(_ daemon: TestDaemon, _ query: [String: String] = [:]) async throws -> JobShape {
    let accepted = try await daemon.request("POST", "/v1/graph/infer", query)
    #expect(accepted.status == 202)
    return try await daemon.finished(accepted.decoded(JobAccepted.self).job)
  }

  private static func apple(_ daemon: TestDaemon) async throws -> [RelationShape] {
    try await daemon.request("GET", "/v1/entities/apple").decoded(EntityShape.self).relations ?? []
  }

  @Test func whatFollowsIsKeptWithItsReason() async throws {
    let daemon = try await TestDaemon.start()
    _ = try await daemon.ingest("fruit.ttl", Self.turtle)
    let rehearsal = try await Self.infer(daemon, ["dry_run": "1"])
    #expect(rehearsal.inference?.concluded == 1 && rehearsal.inference?.dryRun == true)
    #expect(try await !Self.apple(daemon).contains { $0.relation == "does" })
    let job = try await Self.infer(daemon)
    #expect(job.kind == "infer" && job.status == .done && job.inference?.concluded == 1)
    let does = try #require(try await Self.apple(daemon).first { $0.relation == "does" })
    let item = try #require(does.items.first)
    #expect(item.label == "ripening" && item.inferred && item.confidence == 0.9)
    #expect(item.because?.says == "Members do what their group does.")
    #expect(item.because?.premises.map(\.statement) == ["apple belongs to fruit", "fruit does ripening"])
    #expect(item.because?.premises.first?.sources == ["fruit.ttl, line 5"])
    let picture = try await daemon.request("GET", "/v1/graph/picture", ["entity": "apple"]).text
    #expect(picture.contains("stroke-dasharray"))
    await daemon.endAndRemove()
  }

  @Test func onceAppliedTheRulesFollowEveryChange() async throws {
    let daemon = try await TestDaemon.start()
    _ = try await daemon.ingest("fruit.ttl", Self.turtle)
    #expect(try await daemon.request("GET", "/v1/jobs").decoded(JobList.self).jobs.allSatisfy { $0.kind != "infer" }, "not before it is asked for")
    let first = try await Self.infer(daemon).id
    _ = try await daemon.ingest("pear.ttl", "<urn:x:p> <http://www.w3.org/2000/01/rdf-schema#label> \"pear\" ; <urn:x:in> <urn:x:fruit> .")
    // Queued right behind the document.
    var next: Int64?
    while next == nil { next = try await daemon.request("GET", "/v1/jobs").decoded(JobList.self).jobs.first { $0.kind == "infer" && $0.id > first }?.id }
    #expect(try await daemon.finished(try #require(next)).inference?.concluded == 1)
    let pear = try await daemon.request("GET", "/v1/entities/pear").decoded(EntityShape.self).relations ?? []
    #expect(pear.contains { $0.relation == "does" })
    await daemon.endAndRemove()
  }

  @Test func aBadRuleFailsTheJobWithItsName() async throws {
    let daemon = try await TestDaemon.start()
    _ = try await daemon.ingest("bad.ttl", "<urn:x:r> a <urn:kgassist:vocabulary:InferenceRule> ; <urn:kgassist:vocabulary:if> \"?x a\" ; <urn:kgassist:vocabulary:then> \"?x a ?y\" .")
    let job = try await Self.infer(daemon)
    #expect(job.status == .failed)
    #expect(job.failed.first?.error.contains("the rule urn:x:r cannot be used: kg:if, character 5") == true, "\(job.failed)")
    #expect(try await daemon.request("POST", "/v1/graph/infer", ["dry_run": "1", "same_as": "1"]).status == 400)
    await daemon.endAndRemove()
  }

  @Test func theRulesThatShipConcludeWhatTheirDomainsSay() async throws {
    let daemon = try await TestDaemon.start()
    let graphs = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Graphs")
    for name in ["vocabulary", "rules", "medical/graph", "medical/rules", "finance/graph", "finance/rules", "code/graph", "code/rules"] {
      let text = try String(contentsOf: graphs.appending(path: name + ".ttl"), encoding: .utf8)
      #expect(try await daemon.ingest(name.replacing("/", with: "-") + ".ttl", text).failed.isEmpty)
    }
    let job = try await Self.infer(daemon)
    #expect(job.failed.isEmpty, "\(job.failed)")
    let inference = try #require(job.inference)
    // Glucose has limits in mg/dL and in mmol/L, which are not compared without its molar mass.
    #expect(inference.problems == ["kg:rule-tighter-at-least: values of different or unknown units were not compared (4 times)"])
    let applied = Set(inference.rules.map(\.rule))
    for rule in [
      "kg:rule-tighter-below", "kg:rule-tighter-at-least", "med:rule-class-contraindication", "med:rule-class-adverse-effect",
      "med:rule-class-interaction", "med:rule-renal-monitoring", "fin:rule-draws-on", "fin:rule-hedge", "fin:rule-exposure-of-kinds",
      "code:rule-degrades", "code:rule-use-for-kinds",
    ] { #expect(applied.contains(rule), "\(rule) concluded nothing") }
    let ramipril = try await daemon.request("GET", "/v1/entities/ramipril").decoded(EntityShape.self).relations ?? []
    let contraindications = try #require(ramipril.first { $0.relation == "is contraindicated in" })
    #expect(contraindications.items.contains { $0.label == "pregnancy" && $0.because?.rule == "med:rule-class-contraindication" })
    #expect(try await daemon.request("GET", "/v1/verify").decoded(VerificationShape.self).problems == [])
    await daemon.endAndRemove()
  }
}
