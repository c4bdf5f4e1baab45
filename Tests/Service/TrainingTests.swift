import Foundation
import Service
import Testing
import Wire

/// Training as a job of the daemon, and what is predicted from it.
@Suite struct TrainingTests {
  /// Three families of ten: everyone is kin of everyone in the family, some of which nobody states; everyone lives in a town.
  private static func families(leavingOut isLeftOut: (Int, Int, Int) -> Bool = { family, a, b in (7 * family + 3 * a + 5 * b) % 11 == 0 }) -> String {
    var text = """
      @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
      @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix : <urn:x:> .
      :kin a rdf:Property ; rdfs:label "is kin of" ; rdfs:domain :Person ; rdfs:range :Person .
      :livesIn a rdf:Property ; rdfs:label "lives in" ; rdfs:range :Town .

      """
    for family in 0..<3 {
      text += ":t\(family) a :Town ; rdfs:label \"town \(family)\" .\n"
      for a in 0..<10 {
        text += ":p\(family)_\(a) a :Person ; rdfs:label \"person \(family) \(a)\" ; :livesIn :t\(family) .\n"
        for b in 0..<10 where a != b && !isLeftOut(family, a, b) { text += ":p\(family)_\(a) :kin :p\(family)_\(b) .\n" }
      }
    }
    return text
  }

  private func train(_ daemon: TestDaemon, _ change: (inout TrainRequest) -> Void = { _ in }) async throws -> JobShape {
    try await daemon.finished(start(daemon, change))
  }

  private func start(_ daemon: TestDaemon, _ change: (inout TrainRequest) -> Void = { _ in }) async throws -> Int64 {
    var request = TrainRequest(what: "graph")
    request.rank = 32
    request.batch = 64
    request.regulariser = 0.003
    request.epochs = 30
    change(&request)
    let reply = try await daemon.request("POST", "/v1/train", body: String(decoding: WireJSON.encode(request), as: UTF8.self))
    guard reply.status == 202 else { throw TestError("\(reply.status): \(reply.text)") }
    return try reply.decoded(JobAccepted.self).job
  }

  private func predict(_ daemon: TestDaemon, _ entity: String, _ relation: String, _ more: [String: String] = [:]) async throws -> PredictionShape {
    try await daemon.request("GET", "/v1/graph/predict", ["entity": entity, "relation": relation].merging(more) { $1 }).decoded(PredictionShape.self)
  }

  @Test func trainedEmbeddingsPredictWhatIsMissingAndNothingElse() async throws {
    let daemon = try await TestDaemon.start()
    #expect(try await daemon.ingest("x.ttl", Self.families()).failed.isEmpty)
    let early = try await daemon.request("GET", "/v1/graph/predict", ["entity": "person 0 1", "relation": "kin"])
    #expect(early.status == 409 && early.error?.message.contains("kgassist train graph") == true)
    let job = try await train(daemon)
    #expect(job.status == .done && job.kind == "train", "\(job)")
    let result = try #require(job.training?.result)
    #expect(job.training?.phase == .done && result.validationMRR > 0.5 && result.triples > 300, "\(result.validationMRR)")
    #expect(try #require(result.test).count > 10)
    // Person 0 1 is kin of all in family 0; that of 0 5 nobody states: (3 + 25) % 11 ≠ 0, so find who it is by the formula.
    let missing = (0..<10).filter { $0 != 1 && (3 + 5 * $0) % 11 == 0 }
    #expect(missing == [6])
    let shape = try await predict(daemon, "person 0 1", "is kin of", ["k": "50"])
    let first = try #require(shape.predictions.first)
    #expect(first.label == "person 0 6", "\(shape.predictions.prefix(3))")
    #expect(shape.predictions.allSatisfy { $0.label.hasPrefix("person") }, "the range allows persons alone")
    #expect(!shape.predictions.contains { $0.label == "person 0 2" || $0.label == "person 0 1" }, "stated, or itself")
    #expect(shape.predictions.reduce(0) { $0 + $1.probability } < 1.0001 && !first.because.isEmpty)
    #expect(first.because.allSatisfy { fact in fact.triple != nil && [fact.subject, fact.object].contains { ["person 0 1", "person 0 6"].contains($0) } })
    #expect(shape.reliability.bins.reduce(0) { $0 + $1.count } > 0 && shape.current)
    // Nothing of it is in the graph.
    let stated = try await daemon.request("POST", "/v1/graph/query", body: "ASK { <urn:x:p0_1> <urn:x:kin> <urn:x:p0_6> }").text
    #expect(stated.contains("false"))
    #expect(try await daemon.request("GET", "/v1/verify").decoded(VerificationShape.self).problems == [])
    // The other way round, by POST, and what cannot be.
    var request = PredictRequest(entity: "person 0 6", relation: "urn:x:kin")
    request.direction = "subject"
    let inverse = try await daemon.request("POST", "/v1/graph/predict", body: String(decoding: WireJSON.encode(request), as: UTF8.self))
    #expect(try inverse.decoded(PredictionShape.self).predictions.prefix(2).contains { $0.label == "person 0 1" })
    #expect(try await daemon.request("GET", "/v1/graph/predict", ["entity": "person 0 6", "relation": "likes"]).status == 404)
    #expect(try await daemon.request("GET", "/v1/graph/predict", ["entity": "nobody", "relation": "kin"]).status == 404)
    #expect(try await daemon.request("GET", "/v1/graph/predict", ["entity": "person 0 6", "relation": "kin", "k": "0"]).status == 400)
    // kg:predicted says the same, in SPARQL.
    let rows = try await daemon.request(
      "POST", "/v1/graph/query", ["format": "csv"], body: "SELECT ?who ?p { <urn:x:p0_1> kg:predicted (<urn:x:kin> ?who ?p) }").text
    let table = rows.split(whereSeparator: \.isNewline).map { $0.split(separator: ",") }
    #expect(table.count > 10 && table[1][0] == "urn:x:p0_6" && !table.contains { $0[0] == "urn:x:p0_2" }, "\(rows)")
    #expect(abs((Double(table[1][1]) ?? 0) - first.probability) < 1e-6)
    let whom = try await daemon.request(
      "POST", "/v1/graph/query", ["format": "csv"], body: "SELECT ?who { ?who kg:predicted (?relation <urn:x:p0_6>) FILTER(?relation = <urn:x:kin>) } LIMIT 2").text
    #expect(whom.contains("urn:x:p0_1"), "\(whom)")
    for method in ["tsne", "pca"] {
      let map = try await daemon.request("GET", "/v1/graph/map", ["method": method])
      #expect(map.status == 200 && map.text.contains("person 0 1") && map.text.contains("town 2"), "\(map.text.prefix(200))")
    }
    #expect(try await daemon.request("GET", "/v1/graph/map", ["method": "umap"]).status == 400)
    let curve = try await daemon.request("GET", "/v1/train/curve")
    #expect(curve.status == 200 && curve.text.contains("<svg") && curve.text.contains("validation"))
    await daemon.endAndRemove()
  }

  @Test func aChangedGraphIsFineTunedAndNewThingsHaveVectorsAtOnce() async throws {
    let daemon = try await TestDaemon.start()
    _ = try await daemon.ingest("x.ttl", Self.families())
    _ = try await train(daemon)
    #expect(try await train(daemon).training?.phase == .unchanged)
    #expect(try await train(daemon) { $0.fresh = true }.training?.fineTunes != true)
    _ = try await daemon.ingest(
      "y.ttl", "<urn:x:new> a <urn:x:Person> ; <http://www.w3.org/2000/01/rdf-schema#label> \"newcomer\" ; <urn:x:kin> <urn:x:p1_1>, <urn:x:p1_2>, <urn:x:p1_3> .")
    let list = try await daemon.request("GET", "/v1/train").decoded(TrainedList.self).graph
    #expect(list.count == 1 && !list[0].current)
    // Before any training: by its neighbours alone.
    let at = try await predict(daemon, "newcomer", "kin", ["k": "3"])
    #expect(at.predictions.allSatisfy { $0.label.hasPrefix("person 1") } && !at.current, "\(at.predictions)")
    let tuned = try await train(daemon)
    #expect(tuned.training?.fineTunes == true && tuned.training?.result?.fineTuned == true)
    #expect(try await predict(daemon, "newcomer", "kin").current)
    await daemon.endAndRemove()
  }

  @Test func aTrainingThatIsBrokenOffIsTakenUpAgain() async throws {
    let folder = TestDaemon.newFolder()
    let daemon = try await TestDaemon.start(folder: folder)
    _ = try await daemon.ingest("x.ttl", Self.families())
    let long: (inout TrainRequest) -> Void = { request in
      request.epochs = 100_000
      request.rank = 4096
      request.batch = 16
    }
    let job = try await start(daemon, long)
    try await until("an epoch was trained") { try await daemon.request("GET", "/v1/jobs/\(job)").decoded(JobShape.self).training?.epoch ?? 0 > 2 }
    #expect(try await daemon.request("DELETE", "/v1/jobs/\(job)").status == 200)
    try await until("it ended") {
      let state = try await daemon.request("GET", "/v1/jobs/\(job)").decoded(JobShape.self)
      return state.status.isFinal && FileManager.default.fileExists(atPath: folder + "/state/graph.sqlite3.training")
    }
    #expect(!FileManager.default.fileExists(atPath: folder + "/state/graph.sqlite3.embeddings"), "nothing half trained is kept")
    let again = try await train(daemon) { request in
      long(&request)
      request.epochs = 60
    }
    let after = try #require(again.training?.resumedAfter)
    #expect(after > 2 && again.status == .done, "\(again)")
    #expect(!FileManager.default.fileExists(atPath: folder + "/state/graph.sqlite3.training"))
    await daemon.endAndRemove()
  }

  @Test func aDaemonThatEndsInTheMiddleGoesOnAtItsNextStart() async throws {
    let folder = TestDaemon.newFolder()
    let job = try await broken(in: folder)
    let second = try await TestDaemon.start(folder: folder)
    let state = try await second.finished(job)
    #expect(state.status == .done && state.training?.resumedAfter ?? 0 > 0)
    #expect(try await second.request("GET", "/v1/train").decoded(TrainedList.self).graph.count == 1)
    await second.endAndRemove()
  }

  /// A training in whose middle the daemon ends. Its socket and store are free when this returns.
  private func broken(in folder: String) async throws -> Int64 {
    let daemon = try await TestDaemon.start(folder: folder)
    _ = try await daemon.ingest("x.ttl", Self.families())
    let job = try await start(daemon) { request in
      request.rank = 4096
      request.batch = 16
    }
    try await until("an epoch was trained") { try await daemon.request("GET", "/v1/jobs/\(job)").decoded(JobShape.self).training?.epoch ?? 0 > 0 }
    await daemon.end()
    return job
  }

  @Test func wishesThatCannotBeAreNamed() async throws {
    let daemon = try await TestDaemon.start()
    for (body, code) in [
      (#"{"what":"stars"}"#, "what"), (#"{"what":"graph","domain":"law"}"#, "domain"), (#"{"what":"graph","rank":7}"#, "rank"),
      (#"{"what":"graph","model":"gpt"}"#, "model"), (#"{"what":"graph","regulariser":-1}"#, "regulariser"),
    ] {
      let reply = try await daemon.request("POST", "/v1/train", body: body)
      #expect(reply.status == 400 && reply.error?.param == code, "\(body): \(reply.status) \(reply.text)")
    }
    // A graph of one triple fails its job, with what to do.
    _ = try await daemon.ingest("one.ttl", "<urn:x:a> <urn:x:b> <urn:x:c> .")
    let job = try await train(daemon)
    #expect(job.status == .failed && job.failed.first?.error.contains("a graph of 1 triple is too small") == true, "\(job.failed)")
    await daemon.endAndRemove()
  }
}
