import Answering
import Service
import Testing
import Wire

@Suite struct AskingTests {
  private static let ask = #"{"question":"What is first?"}"#
  private static let streamedAsk = #"{"question":"What is first?","stream":true}"#

  private func running(_ daemon: TestDaemon, _ name: String = "asks_running") async throws -> Int {
    let text = try await daemon.request("GET", "/metrics").text
    let line = text.split(separator: "\n").first { $0.hasPrefix("kgassist_\(name) ") }
    return Int(line?.split(separator: " ").last ?? "") ?? -1
  }

  private func begin(_ body: String, of daemon: TestDaemon) async throws -> TestClient {
    let client = try TestClient(daemon.socket)
    try await client.send(HTTPRequest(method: "POST", path: ["v1", "ask"], body: Array(body.utf8)).serialised())
    return client
  }

  @Test func anAnswerComesWhole() async throws {
    let daemon = try await TestDaemon.start(answering: HeldAnswerer(open: true))
    let reply = try await daemon.request("POST", "/v1/ask", body: Self.ask)
    #expect(reply.status == 200)
    let answer = try reply.decoded(AskReply.self)
    #expect(answer.answer == "First. [1]" && answer.outcome == .answered && answer.domain == "code")
    #expect(answer.citations.map(\.name) == ["a.md"] && answer.usage.completionTokens == 2)
    await daemon.endAndRemove()
  }

  @Test func aStreamEndsWithTheWholeAnswerAndTheConnection() async throws {
    let daemon = try await TestDaemon.start(answering: HeldAnswerer(open: true))
    let reply = try await daemon.request("POST", "/v1/ask", body: Self.streamedAsk)
    #expect(reply.headers["Content-Type"] == "text/event-stream")
    #expect(reply.events.map(\.name) == ["evidence", "token", "citation", "done"])
    let done = try WireJSON.decode(AskReply.self, from: Array(try #require(reply.events.last).data.utf8))
    #expect(done.answer == "First. [1]")
    await daemon.endAndRemove()
  }

  @Test(arguments: [false, true]) func aClientThatGoesAwayEndsItsWork(streams: Bool) async throws {
    let answerer = HeldAnswerer()
    let daemon = try await TestDaemon.start(answering: answerer)
    let client = try await begin(streams ? Self.streamedAsk : Self.ask, of: daemon)
    try await until("the answer is begun") { answerer.begun == 1 }
    #expect(try await running(daemon) == 1)
    #expect(answerer.abandoned == 0)
    client.leave()
    try await until("the answer is abandoned") { answerer.abandoned == 1 }
    try await until("its place is free") { try await running(daemon) == 0 }
    #expect(try await daemon.request("GET", "/metrics").text.contains(#"kgassist_asks_total{outcome="cancelled"} 1"#))
    await daemon.endAndRemove()
  }

  @Test func aClientThatOnlyEndsItsSendingIsAnswered() async throws {
    let answerer = HeldAnswerer()
    let daemon = try await TestDaemon.start(answering: answerer)
    let client = try await begin(Self.ask, of: daemon)
    client.finishSending()
    try await until("the answer is begun") { answerer.begun == 1 }
    answerer.open()
    #expect(try await client.reply().status == 200)
    #expect(answerer.abandoned == 0)
    await daemon.endAndRemove()
  }

  @Test func aFullQueueSaysWhenToComeBack() async throws {
    let answerer = HeldAnswerer()
    let daemon = try await TestDaemon.start(answering: answerer)
    let first = try await begin(Self.ask, of: daemon)
    try await until("one runs") { answerer.begun == 1 }
    let second = try await begin(Self.streamedAsk, of: daemon)
    try await until("one waits") { try await running(daemon, "asks_waiting") == 1 }
    let third = try await daemon.request("POST", "/v1/ask", body: Self.streamedAsk)
    #expect(third.status == 503 && third.error?.code == "busy")
    #expect(Int(third.headers["Retry-After"] ?? "").map { $0 >= 1 } == true)
    #expect(answerer.begun == 1)
    answerer.open()
    #expect(try await first.reply().status == 200)
    #expect(try await second.reply().events.last?.name == "done")
    await daemon.endAndRemove()
  }

  @Test func whoLeavesTheQueueMakesRoom() async throws {
    let answerer = HeldAnswerer()
    let daemon = try await TestDaemon.start(answering: answerer)
    let first = try await begin(Self.ask, of: daemon)
    try await until("one runs") { answerer.begun == 1 }
    let second = try await begin(Self.ask, of: daemon)
    try await until("one waits") { try await running(daemon, "asks_waiting") == 1 }
    second.leave()
    try await until("nobody waits") { try await running(daemon, "asks_waiting") == 0 }
    answerer.open()
    #expect(try await first.reply().status == 200)
    #expect(answerer.begun == 1)
    await daemon.endAndRemove()
  }

  @Test func aDeadlineEndsWhatRuns() async throws {
    let answerer = HeldAnswerer()
    let daemon = try await TestDaemon.start(answering: answerer)
    let reply = try await daemon.request("POST", "/v1/ask", body: #"{"question":"What is first?","deadline_ms":300}"#)
    #expect(reply.status == 504 && reply.error?.code == "deadline")
    try await until("what had begun is abandoned") { answerer.abandoned == answerer.begun }
    await daemon.endAndRemove()
  }

  @Test func aDeadlineEndsWhatWaits() async throws {
    let answerer = HeldAnswerer()
    let daemon = try await TestDaemon.start(answering: answerer)
    let first = try await begin(Self.ask, of: daemon)
    try await until("one runs") { answerer.begun == 1 }
    let waiting = try await daemon.request("POST", "/v1/ask", body: #"{"question":"What is next?","deadline_ms":1}"#)
    #expect(waiting.status == 504 && waiting.error?.code == "deadline")
    #expect(answerer.begun == 1)
    answerer.open()
    #expect(try await first.reply().status == 200)
    await daemon.endAndRemove()
  }

  @Test func aConversationIsRememberedForItsUser() async throws {
    let answerer = HeldAnswerer(open: true)
    let daemon = try await TestDaemon.start(answering: answerer)
    for name in ["a", "a", "b"] {
      let body = #"{"question":"What is first?","conversation":"\#(name)"}"#
      #expect(try await daemon.request("POST", "/v1/ask", body: body).status == 200)
    }
    #expect(answerer.questions.map(\.history.count) == [0, 1, 0])
    #expect(answerer.questions[1].history[0].answer == "First. [1]")
    await daemon.endAndRemove()
  }

  @Test(arguments: [
    (#"{"question":"x","attachments":[{"media_type":"image/png","data":"aGk="}]}"#, 422, "attachments"),
    (#"{"question":"x","attachments":[{"media_type":"video/mp4","data":"aGk="}]}"#, 415, "attachments"),
    (#"{"question":"x","domain":"law"}"#, 400, "domain"), (#"{"question":"  ?"}"#, 400, "question"),
    (#"{"question":"x","max_tokens":0}"#, 400, "max_tokens"), (#"{"question":"x","deadline_ms":-1}"#, 400, "deadline_ms"),
    (#"{"nothing":1}"#, 400, "question"), ("no json", 400, nil), ("", 400, nil),
  ] as [(String, Int, String?)])
  func whatCannotBeDoneIsNeverIgnored(body: String, status: Int, parameter: String?) async throws {
    let answerer = HeldAnswerer(open: true)
    let daemon = try await TestDaemon.start(answering: answerer)
    let reply = try await daemon.request("POST", "/v1/ask", body: body)
    #expect(reply.status == status)
    #expect(reply.error?.param == parameter)
    #expect(answerer.begun == 0)
    await daemon.endAndRemove()
  }

  @Test func manyClientsAreServedAtOnce() async throws {
    let answerer = HeldAnswerer()
    let daemon = try await TestDaemon.start(answering: answerer) { ($0.parallel, $0.queue) = (64, 0) }
    var clients: [TestClient] = []
    for _ in 0..<64 { clients.append(try await begin(Self.streamedAsk, of: daemon)) }
    try await until("all run") { answerer.begun == 64 }
    answerer.open()
    for client in clients { #expect(try await client.reply().events.last?.name == "done") }
    await daemon.endAndRemove()
  }
}
