import Foundation
import Testing
import Wire

/// Starting, stopping, and what may be wrong with the machine.
@Suite(.serialized) struct LifetimeJourneyTests {
  @Test func terminationEndsCleanly() throws {
    let daemon = try DaemonProcess.ready()
    let folder = try Folder()
    try folder.write("harbour.txt", Samples.harbour)
    #expect(try daemon.kgassist("ingest", folder.url.path).status == 0)
    let start = ContinuousClock.now
    #expect(daemon.stop() == 0)
    #expect(ContinuousClock.now - start < .seconds(20))
    #expect(!FileManager.default.fileExists(atPath: daemon.socket.path))
    // Checkpointed: nothing is left in the log beside the store.
    let log = daemon.state.appending(path: "graph.sqlite3-wal")
    let size = (try? FileManager.default.attributesOfItem(atPath: log.path)[.size] as? Int) ?? 0
    #expect(size == 0)
  }

  @Test func terminationLetsARunningAnswerEnd() throws {
    let daemon = try DaemonProcess.ready()
    let folder = try Folder()
    try folder.write("veltamine.md", Samples.veltamine)
    #expect(try daemon.kgassist("ingest", folder.url.path).status == 0)
    let connection = try Connection(daemon.socket)
    try connection.post("/v1/ask", json: #"{"question":"Below which eGFR is veltamine contraindicated?","stream":true}"#)
    let first = try connection.receive()
    #expect(!first.isEmpty)
    kill(try #require(daemon.process).processIdentifier, SIGTERM)
    var text = String(decoding: first, as: UTF8.self)
    while case let bytes = try connection.receive(), !bytes.isEmpty { text += String(decoding: bytes, as: UTF8.self) }
    #expect(text.contains("event: done"), "\(text)")
    #expect(daemon.stop() == 0)
  }

  @Test func aClientThatLeavesEndsItsWork() throws {
    let daemon = try DaemonProcess.ready()
    let connection = try Connection(daemon.socket)
    try connection.post(
      "/v1/chat/completions",
      json: #"{"messages":[{"role":"user","content":"Count from one to ten thousand in words."}],"stream":true,"max_tokens":1500}"#)
    var received = 0
    while received < 2000 { received += try connection.receive().count }
    #expect(try running(daemon) == 1)
    connection.leave()
    // Within 100 ms, and a little for the look at the metrics itself.
    usleep(100_000)
    #expect(try running(daemon) == 0)
  }

  @Test func aStaleSocketIsTakenOver() throws {
    let daemon = try DaemonProcess.ready()
    daemon.stop(signal: SIGKILL)
    #expect(FileManager.default.fileExists(atPath: daemon.socket.path))
    try daemon.start()
    try daemon.waitUntilReady()
    #expect(try daemon.kgassist("status").status == 0)
  }

  @Test func aLiveSocketIsNot() throws {
    let daemon = try DaemonProcess.ready()
    let other = try Finished.run(
      Programs.daemon, ["--socket", daemon.socket.path, "--state", daemon.folder.url.appending(path: "other").path],
      environment: daemon.environment, limit: 30)
    #expect(other.status != 0 && other.status < 128)
    #expect((other.errors + other.output).contains(daemon.socket.lastPathComponent), "\(other.errors)")
    #expect(try daemon.kgassist("status").status == 0)
  }

  @Test func oneStoreHasOneDaemon() throws {
    let daemon = try DaemonProcess.ready()
    let other = try Finished.run(
      Programs.daemon, ["--socket", daemon.folder.url.appending(path: "o.sock").path],
      environment: daemon.environment, limit: 30)
    #expect(other.status != 0 && other.status < 128)
    #expect(try daemon.kgassist("status").status == 0)
  }

  @Test func nobodyElseMayOpenAPersonsSocket() throws {
    let daemon = try DaemonProcess.ready()
    let mode = try FileManager.default.attributesOfItem(atPath: daemon.socket.path)[.posixPermissions] as? Int
    #expect(mode.map { $0 & 0o007 } == 0)
  }

  @Test func withoutADaemonTheClientSaysSo() throws {
    let daemon = try DaemonProcess()
    let asked = try daemon.kgassist("ask", "Anything?")
    #expect(asked.status == 69)
    #expect(asked.errors.contains(daemon.socket.path), "\(asked.errors)")
  }

  @Test(arguments: [["no-such-command"], ["ask", "--no-such-flag", "x"], ["search", "-k", "many", "x"]])
  func wrongUsageIsSaid(arguments: [String]) throws {
    let daemon = try DaemonProcess()
    let used = try Finished.run(Programs.client, arguments, environment: daemon.environment)
    #expect(used.status == 2)
    #expect(!used.errors.isEmpty)
  }

  @Test func whatIsNotThereIsNotFound() throws {
    let daemon = try DaemonProcess.ready()
    #expect(try daemon.kgassist("docs", "show", "sha256:" + String(repeating: "0", count: 64)).status == 4)
  }

  @Test func missingWeightsAreNamed() throws {
    let daemon = try DaemonProcess()
    try daemon.start()
    let said = try complaint(of: daemon)
    #expect(said.contains(Programs.encoderFolder), "\(said)")
    #expect(said.contains("fetch-models"), "\(said)")
  }

  @Test func truncatedWeightsAreNamed() throws {
    let daemon = try DaemonProcess()
    try daemon.linkModels([Programs.encoderFolder])
    let whole = try FileHandle(forReadingFrom: Programs.models.appending(path: Programs.smallDecoder))
    let part = try #require(try whole.read(upToCount: 3_000_000))
    try part.write(to: daemon.models.appending(path: Programs.smallDecoder))
    try daemon.start()
    let said = try complaint(of: daemon)
    #expect(said.contains(Programs.smallDecoder), "\(said)")
  }

  @Test func aFullDiskLeavesTheStoreWhole() throws {
    let daemon = try DaemonProcess()
    try daemon.linkModels()
    // No file may grow past 1 MiB: to the daemon that is a disk without room.
    try daemon.start(shell: "trap '' XFSZ; ulimit -f 1024")
    try daemon.waitUntilReady()
    let folder = try Folder()
    for number in 0..<12 {
      let lines = (0..<2500).map { "Paragraph \($0) of book \(number) tells of gauge \($0 * 31 + number)." }
      try folder.write("book-\(number).txt", lines.joined(separator: "\n\n"))
    }
    let ingested = try daemon.kgassist("ingest", folder.url.path, limit: 200)
    #expect([1, 13].contains(ingested.status), "\(ingested.status) \(ingested.errors)")
    #expect(ingested.errors.contains("book-"), "\(ingested.errors)")
    daemon.stop()

    try daemon.start()
    try daemon.waitUntilReady()
    let small = try Folder()
    try small.write("harbour.txt", Samples.harbour)
    #expect(try daemon.kgassist("ingest", small.url.path).status == 0)
    #expect(try daemon.kgassist("ask", "--extractive", "Who founded Harbour Lane Holdings?").status == 0)
    #expect(try daemon.kgassist("verify").status == 0)
  }

  /// What a daemon that cannot serve says: as its last words, as its health, or as a notice.
  private func complaint(of daemon: DaemonProcess) throws -> String {
    let end = ContinuousClock.now + .seconds(30)
    while ContinuousClock.now < end {
      if daemon.process?.isRunning != true { return daemon.logText }
      if let reply = try? Connection(daemon.socket).get("/health"), reply.status == 200 || reply.text.contains("fetch") {
        return reply.text + daemon.logText
      }
      usleep(50_000)
    }
    return daemon.logText
  }

  private func running(_ daemon: DaemonProcess) throws -> Int {
    let text = try Connection(daemon.socket).get("/metrics").text
    let line = try #require(
      text.split(separator: "\n").first { $0.hasPrefix("kgassist_asks_running ") }, "\(text)")
    return Int(Double(line.split(separator: " ").last ?? "") ?? -1)
  }
}
