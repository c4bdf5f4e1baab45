import Foundation
import Service
import TestFiles
import Testing
import Wire

/// Adapters and classifiers as jobs of the daemon, with real weights of the folder that `KGASSIST_MODELS` names.
@Suite(.serialized) struct ModelTrainingTests {
  private static let text = (1...40).map { number in
    "Ward note \(number). The patient rests. The nurse wrote the dose into the chart, and the ward's rule \(number) was kept.\n\n"
  }.joined() + "# Veltamine\n\nThe largest daily dose of veltamine is 1500 mg. Veltamine is taken with water.\n"

  private func start(folder: String = TestDaemon.newFolder(), rights: Rights? = nil) async throws -> TestDaemon {
    let daemon = try await TestDaemon.start(folder: folder) {
      $0.models = TestFiles.models
      $0.decoder = "SmolLM2-135M-Instruct.Q4_1.gguf"
      if let rights { $0.rights = rights }
    }
    while true {
      let states = try await daemon.request("GET", "/v1/models").decoded(ModelList.self).data
      if states.allSatisfy({ $0.state == "ready" }) { return daemon }
      let missing = states.compactMap(\.message)
      if !missing.isEmpty { throw TestError("these tests need weights (Daemon/fetch-models.sh --small): \(missing)") }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  private func begin(_ daemon: TestDaemon, _ what: String, _ change: (inout TrainRequest) -> Void) async throws -> Int64 {
    var request = TrainRequest(what: what)
    change(&request)
    let reply = try await daemon.request("POST", "/v1/train", body: String(decoding: WireJSON.encode(request), as: UTF8.self))
    guard reply.status == 202 else { throw TestError("\(reply.status): \(reply.text)") }
    return try reply.decoded(JobAccepted.self).job
  }

  private func job(_ daemon: TestDaemon, _ id: Int64) async throws -> JobShape {
    try await daemon.request("GET", "/v1/jobs/\(id)").decoded(JobShape.self)
  }

  private static func adapter(_ name: String, steps: Int = 6, kind: String? = nil) -> (inout TrainRequest) -> Void {
    { request in
      (request.name, request.steps, request.length, request.batch, request.kind) = (name, steps, 32, 1, kind)
      (request.rate, request.rank, request.rows) = (kind == nil ? 0.003 : 0.03, 4, 4)
    }
  }

  private func said(_ daemon: TestDaemon, _ model: String) async throws -> String {
    let asked = #"{"model":"\#(model)","messages":[{"role":"user","content":"What was written into the chart?"}],"max_tokens":16}"#
    let reply = try await daemon.request("POST", "/v1/chat/completions", body: asked)
    guard reply.status == 200 else { throw TestError(reply.text) }
    return try reply.decoded(ChatCompletionReply.self).choices.first?.message?.content ?? ""
  }

  @Test func anAdapterLearnsTheDocumentsAndAnswersAloneAndStacked() async throws {
    let daemon = try await start()
    #expect(try await daemon.ingest("ward.md", Self.text).failed.isEmpty)
    for (name, kind) in [("ward", nil), ("tone", "soft-prompt")] as [(String, String?)] {
      let done = try await daemon.finished(begin(daemon, "adapter", Self.adapter(name, steps: 12, kind: kind)))
      #expect(done.status == .done && done.kind == "train", "\(done)")
      let result = try #require(done.modelTraining?.result)
      #expect(try #require(result.perplexityAfter) < #require(result.perplexityBefore), "\(result)")
      #expect(result.documents == 1 && result.heldOutTokens ?? 0 > 0 && result.base == "SmolLM2-135M-Instruct.Q4_1")
      let curve = try await daemon.request("GET", "/v1/train/curve", ["adapter": name])
      #expect(curve.text.contains("<svg") && curve.text.contains("held out"))
    }
    let listed = try await daemon.request("GET", "/v1/models").decoded(ModelList.self).data.filter { $0.role == "adapter" }
    #expect(listed.map(\.id) == ["tone", "ward"] && listed.allSatisfy { $0.base != nil })
    #expect(try await daemon.request("GET", "/v1/train").decoded(TrainedList.self).models?.count == 2)
    // The same weights with and without: greedy words differ, and those without are as they were.
    let plain = try await said(daemon, "any"), ward = try await said(daemon, "ward")
    #expect(plain != ward)
    #expect(try await said(daemon, "any") == plain)
    for names in [#""ward""#, #"["ward","tone"]"#] {
      let reply = try await daemon.request(
        "POST", "/v1/ask", body: #"{"question":"What is the largest daily dose of veltamine?","adapter":\#(names)}"#)
      #expect(reply.status == 200, "\(reply.text)")
      #expect(try reply.decoded(AskReply.self).answer.contains("1500 mg"), "\(reply.text)")
    }
    let unknown = try await daemon.request("POST", "/v1/ask", body: #"{"question":"What?","adapter":"word"}"#)
    #expect(unknown.status == 404 && unknown.error?.message.contains("there are tone, ward") == true, "\(unknown.text)")
    let path = try await daemon.request("POST", "/v1/ask", body: #"{"question":"What?","adapter":"../ward"}"#)
    #expect(path.status == 404)
    await daemon.endAndRemove()
  }

  @Test func aTrainingGoesOnAfterACancelAndAfterTheDaemonsEnd() async throws {
    let folder = TestDaemon.newFolder(), (id, step) = try await broken(in: folder)
    let second = try await start(folder: folder), done = try await second.finished(id)
    #expect(done.status == .done && done.modelTraining?.resumedAfter ?? 0 >= step, "\(done)")
    #expect(!FileManager.default.fileExists(atPath: folder + "/state/adapters/.ward.state"))
    await second.endAndRemove()
  }

  /// A training that was cancelled, taken up again, and in whose middle the daemon ended. Its socket and store are free when this returns.
  ///
  /// - Returns: the job, and a step that it had done.
  private func broken(in folder: String) async throws -> (Int64, Int) {
    let daemon = try await start(folder: folder)
    _ = try await daemon.ingest("ward.md", Self.text)
    let long = Self.adapter("ward", steps: 40), cancelled = try await begin(daemon, "adapter", long)
    try await until("a step was done") { try await job(daemon, cancelled).modelTraining?.step ?? 0 > 1 }
    #expect(try await daemon.request("DELETE", "/v1/jobs/\(cancelled)").status == 200)
    try await until("it stands on the disk") { FileManager.default.fileExists(atPath: folder + "/state/adapters/.ward.state") }
    #expect(!FileManager.default.fileExists(atPath: folder + "/state/adapters/ward"), "nothing half trained is offered")
    let again = try await begin(daemon, "adapter", long)
    try await until("it was taken up") { try await job(daemon, again).modelTraining?.resumedAfter ?? 0 > 1 }
    let before = try #require(try await job(daemon, again).modelTraining?.step)
    try await until("another step was done") { try await job(daemon, again).modelTraining?.step ?? 0 > before }
    await daemon.end()
    return (again, before)
  }

  @Test func aTrainingIsTakenUpAtALowerRateAndBegunAnewAtAHigherOne() async throws {
    let daemon = try await TestDaemon.start()
    _ = try await daemon.ingest("ward.md", Self.text)
    func broken(rate: Double) async throws -> Int? {
      let id = try await begin(daemon, "decoder") { request in
        (request.name, request.steps, request.length, request.batch, request.rate) = ("tiny", 100_000, 16, 1, rate)
        (request.layers, request.width, request.heads, request.vocabulary) = (1, 32, 2, 300)
      }
      try await until("some steps were done") { try await job(daemon, id).modelTraining.map { $0.step > ($0.resumedAfter ?? 0) + 1 } ?? false }
      #expect(try await daemon.request("DELETE", "/v1/jobs/\(id)").status == 200)
      return try await daemon.finished(id).modelTraining?.resumedAfter
    }
    #expect(try await broken(rate: 0.01) == nil)
    #expect(try await broken(rate: 0.002) ?? 0 > 0)
    #expect(try await broken(rate: 0.02) == nil)
    await daemon.endAndRemove()
  }

  @Test func aDecoderFromNothingIsWrittenLoadedAndGoesOnWithTheText() async throws {
    let folder = TestDaemon.newFolder()
    try await makeDecoder(in: folder)
    // By the setting, as the daemon's own.
    let second = try await TestDaemon.start(folder: folder) { $0.decoder = "tiny" }
    try await until("it is loaded") { try await second.request("GET", "/v1/models").decoded(ModelList.self).data.contains { $0.id == "tiny" && $0.state == "ready" } }
    #expect(try await second.request("GET", "/v1/models").decoded(ModelList.self).data.count { $0.role == "decoder" } == 1)
    #expect(try await said(second, "any").isEmpty == false)
    await second.endAndRemove()
  }

  /// A decoder `tiny`, made by a daemon whose socket and store are free when this returns.
  private func makeDecoder(in folder: String) async throws {
    let daemon = try await TestDaemon.start(folder: folder)
    #expect(try await daemon.ingest("ward.md", Self.text).failed.isEmpty)
    // No model is there: a decoder from nothing needs none.
    let done = try await daemon.finished(begin(daemon, "decoder") { request in
      (request.name, request.steps, request.length, request.batch) = ("tiny", 120, 32, 4)
      (request.layers, request.width, request.heads, request.vocabulary, request.rate) = (2, 64, 2, 400, 0.005)
    })
    #expect(done.status == .done, "\(done)")
    let result = try #require(done.modelTraining?.result), after = try #require(result.perplexityAfter), written = try #require(result.perplexityWritten)
    #expect(result.base == nil && result.weights == "q8_0" && result.parameters > 80_000)
    #expect(try 5 * after < #require(result.perplexityBefore) && abs(written / after - 1) < 0.1, "\(result)")
    #expect(try #require(result.bitsPerByte) > 0)
    let files = FileManager.default, path = folder + "/state/decoders"
    #expect(try Set(files.contentsOfDirectory(atPath: path + "/tiny")) == ["model.gguf", "training.json", "curve.svg"])
    #expect(try files.contentsOfDirectory(atPath: path) == ["tiny"], "the checkpoint is gone")
    #expect(try await daemon.request("GET", "/v1/train/curve", ["decoder": "tiny"]).text.contains("held out"))
    let models = try await daemon.request("GET", "/v1/models").decoded(ModelList.self).data
    #expect(models.contains { $0.id == "tiny" && $0.role == "decoder" && $0.state == "ready" })
    // By its name, beside a loaded one or without any.
    #expect(try await said(daemon, "tiny").isEmpty == false)
    let unknown = try await daemon.request("POST", "/v1/ask", body: #"{"question":"What?","decoder":"../tiny"}"#)
    #expect(unknown.status == 404 && unknown.error?.message.contains("there are tiny") == true, "\(unknown.text)")
    await daemon.end()
  }

  @Test func aWholeDecoderIsFineTunedOrRefusedWhereMemoryIsShort() async throws {
    let daemon = try await start()
    _ = try await daemon.ingest("ward.md", Self.text)
    let done = try await daemon.finished(begin(daemon, "decoder") { request in
      (request.name, request.kind, request.steps, request.length, request.batch, request.rate) = ("ward", "whole", 3, 32, 2, 5e-5)
    })
    #expect(done.status == .done, "\(done)")
    let result = try #require(done.modelTraining?.result)
    #expect(result.base == "SmolLM2-135M-Instruct.Q4_1" && result.parameters > 130_000_000)
    #expect(try #require(result.perplexityAfter) < #require(result.perplexityBefore), "\(result)")
    // Few tokens are held out, judged in training by products of bfloat16 and in the file by those of whole numbers.
    #expect(try abs(#require(result.perplexityWritten) / #require(result.perplexityAfter) - 1) < 0.15, "\(result)")
    #expect(try await said(daemon, "ward").isEmpty == false)
    let reply = try await daemon.request("POST", "/v1/ask", body: #"{"question":"What is the largest daily dose of veltamine?","decoder":"ward"}"#)
    #expect(try reply.decoded(AskReply.self).answer.contains("1500 mg"), "\(reply.text)")
    await daemon.endAndRemove()

    let small = try await TestDaemon.start {
      $0.models = TestFiles.models
      $0.decoder = "SmolLM2-135M-Instruct.Q4_1.gguf"
      $0.trainingMemory = 500 << 20
    }
    _ = try await small.ingest("ward.md", Self.text)
    let refused = try await small.finished(begin(small, "decoder") { ($0.name, $0.kind) = ("ward", "whole") })
    let error = try #require(refused.failed.first?.error)
    #expect(refused.status == .failed && error.contains("500 MB") && error.contains("kgassist train adapter ward"), "\(error)")
    await small.endAndRemove()
  }

  /// Short documents, each of a matter of its own, so that several are held out.
  private static let matters = [
    "dose", "ledger", "compiler", "river", "orchestra", "harvest", "bridge", "glacier", "lantern", "parliament", "anchor", "pepper", "violin", "desert", "engine",
    "library", "mirror", "penguin", "saddle", "telescope", "umbrella", "volcano", "window", "castle",
  ].map { matter in
    (1...10).map { "The \(matter) was looked at on day \($0), and what was said of the \(matter) was written down as \(matter) \($0 * 5 % 7). " }.joined()
  }

  @Test func anEncoderIsPretrainedFromNothingAndFromTheTextEncoder() async throws {
    let daemon = try await start()
    for (number, text) in Self.matters.enumerated() { #expect(try await daemon.ingest("matter\(number).md", text).failed.isEmpty) }
    for (kind, base) in [(nil, nil), ("whole", "all-MiniLM-L6-v2")] as [(String?, String?)] {
      let name = kind ?? "tiny"
      let done = try await daemon.finished(begin(daemon, "encoder") { request in
        (request.name, request.kind, request.steps, request.length, request.batch) = (name, kind, kind == nil ? 150 : 100, 43, 8)
        (request.layers, request.width, request.rate) = (kind == nil ? 1 : nil, kind == nil ? 64 : nil, kind == nil ? 0.003 : nil)
      })
      let result = try #require(done.modelTraining?.result, "\(done)")
      #expect(result.what == "encoder" && result.base == base && result.documents == Self.matters.count)
      let before = try #require(result.perplexityBefore), after = try #require(result.perplexityAfter)
      #expect(after < 0.3 * before, "\(before) \(after)")
      let right = try #require(result.nextAccuracy)
      // The text encoder knows what words are about; from nothing so much is not learnt in so few steps.
      #expect(right >= (kind == nil ? 0 : 0.7) && right <= 1, "\(right)")
      let config = try String(contentsOfFile: daemon.folder + "/state/encoders/\(name)/config.json", encoding: .utf8)
      #expect(config.contains(kind == nil ? "\"hidden_size\" : 64" : "\"hidden_size\" : 384"), "\(config)")
    }
  }

  @Test func aClassifierLearnsItsExamplesAndIsAsked() async throws {
    let daemon = try await start()
    let subjects = ["bond": "finance", "share": "finance", "loan": "finance", "kidney": "medicine", "tablet": "medicine", "nurse": "medicine"]
    let frames = ["The %@ was mentioned again.", "Nobody asked about the %@.", "A %@, they said, is enough.", "What is a %@?", "My %@ and yours."]
    let examples = subjects.keys.sorted().flatMap { subject in
      frames.map { LabelledText(text: $0.replacingOccurrences(of: "%@", with: subject), label: subjects[subject]!) }
    }
    for kind in ["head", "whole"] {
      let done = try await daemon.finished(begin(daemon, "classifier") { request in
        (request.name, request.kind, request.examples) = ("topic-" + kind, kind, examples)
        (request.steps, request.batch, request.length) = (kind == "head" ? 200 : 16, 8, 32)
        if kind == "whole" { request.rate = 3e-4 }
      })
      #expect(done.status == .done, "\(done)")
      let result = try #require(done.modelTraining?.result), report = try #require(result.classification)
      #expect(report.labels == ["finance", "medicine"] && report.heldOut + report.examples == 30, "\(report)")
      #expect(try #require(result.lossAfter) < #require(result.lossBefore))
      #expect(report.confusions.joined().reduce(0, +) == report.heldOut)
      let body = try String(decoding: WireJSON.encode(ClassifyRequest(model: "topic-" + kind, input: examples.map(\.text))), as: UTF8.self)
      let results = try await daemon.request("POST", "/v1/classify", body: body).decoded(ClassifyReply.self).results
      // Six of ten would be luck; the files that were written are what was trained.
      #expect(zip(results, examples).count { $0.label == $1.label } >= 24, "\(kind) \(results.map(\.probability))")
      #expect(results.allSatisfy { abs($0.scores.reduce(0) { $0 + $1.probability } - 1) < 1e-9 && $0.scores.count == 2 })
    }
    let unknown = try await daemon.request("POST", "/v1/classify", body: #"{"model":"topic","input":["a"]}"#)
    #expect(unknown.status == 404 && unknown.error?.message.contains("topic-head, topic-whole") == true)
    await daemon.endAndRemove()
  }

  @Test func wishesThatCannotBeAreNamed() async throws {
    let daemon = try await TestDaemon.start()
    for (body, parameter) in [
      (#"{"what":"adapter","name":"../x"}"#, "name"), (#"{"what":"adapter","kind":"whole"}"#, "kind"), (#"{"what":"adapter","targets":["lm_head"]}"#, "rank"),
      (#"{"what":"decoder","kind":"lora"}"#, "kind"), (#"{"what":"encoder","kind":"lora"}"#, "kind"), (#"{"what":"decoder","weights":"q2_K"}"#, "weights"),
      (#"{"what":"decoder","vocabulary":100}"#, "vocabulary"), (#"{"what":"decoder","width":100,"heads":3}"#, "heads"),
      (#"{"what":"adapter","rate":7}"#, "rate"), (#"{"what":"adapter","rows":0}"#, "rows"), (#"{"what":"adapter","domain":"law"}"#, "domain"),
      (#"{"what":"classifier","name":"x"}"#, "examples"), (#"{"what":"classifier","name":"x","examples":[{"text":"a","label":"b"}]}"#, "examples"),
    ] {
      let reply = try await daemon.request("POST", "/v1/train", body: body)
      #expect(reply.status == 400 && reply.error?.param == parameter, "\(body): \(reply.status) \(reply.text)")
    }
    // No decoder here, and no documents: the job says so.
    let done = try await daemon.finished(begin(daemon, "adapter") { $0.name = "x" })
    #expect(done.status == .failed && done.failed.first?.error.contains("decoder") == true, "\(done)")
    let empty = try await daemon.finished(begin(daemon, "decoder") { $0.name = "x" })
    #expect(empty.status == .failed && empty.failed.first?.error.contains("no documents") == true, "\(empty)")
    await daemon.endAndRemove()
    let other = try await TestDaemon.start { $0.rights = Rights(users: [], groups: []) }
    for what in ["adapter", "decoder"] {
      #expect(try await other.request("POST", "/v1/train", body: #"{"what":"\#(what)","name":"x"}"#).status == 403)
    }
    await other.endAndRemove()
  }
}
