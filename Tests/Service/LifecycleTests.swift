import Foundation
import Glibc
import Service
import Testing
import Wire

@Suite struct LifecycleTests {
  @Test func aLiveSocketIsLeftAlone() async throws {
    let daemon = try await TestDaemon.start()
    let error = await #expect(throws: DaemonError.self) {
      _ = try await TestDaemon.start(folder: daemon.folder) { configuration in configuration.state += "2" }
    }
    #expect(error?.exitCode == 75)
    #expect(error?.description.contains(daemon.socket) == true)
    #expect(try await daemon.request("GET", "/version").status == 200)
    await daemon.endAndRemove()
  }

  @Test func aStaleSocketIsTakenOver() async throws {
    let folder = TestDaemon.newFolder()
    // A socket file whose owner is gone.
    try makeStaleSocket(folder + "/s")
    let daemon = try await TestDaemon.start(folder: folder)
    #expect(try await daemon.request("GET", "/version").status == 200)
    await daemon.end()
    #expect(!FileManager.default.fileExists(atPath: folder + "/s"))
    await daemon.endAndRemove()
  }

  @Test func aFileInTheSocketsPlaceIsNotTouched() async throws {
    let folder = TestDaemon.newFolder()
    try Data("mine".utf8).write(to: URL(filePath: folder + "/s"))
    let error = await #expect(throws: DaemonError.self) { try await TestDaemon.start(folder: folder) }
    #expect(error?.exitCode == 78)
    #expect(FileManager.default.contents(atPath: folder + "/s") == Data("mine".utf8))
    try? FileManager.default.removeItem(atPath: folder)
  }

  @Test func aFolderThatOthersMayWriteIsRefused() async throws {
    let folder = TestDaemon.newFolder()
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder)
    let error = await #expect(throws: DaemonError.self) { try await TestDaemon.start(folder: folder) }
    #expect(error?.exitCode == 78)
    try? FileManager.default.removeItem(atPath: folder)
  }

  @Test func onlyItsOwnerMayOpenAPersonsSocket() async throws {
    let daemon = try await TestDaemon.start()
    let mode = try FileManager.default.attributesOfItem(atPath: daemon.socket)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    await daemon.endAndRemove()
  }

  @Test func endingLetsWhatRunsFinish() async throws {
    let answerer = HeldAnswerer()
    let daemon = try await TestDaemon.start(answering: answerer)
    let client = try TestClient(daemon.socket)
    let idle = try TestClient(daemon.socket)
    try await client.send(HTTPRequest(method: "POST", path: ["v1", "ask"], body: Array(#"{"question":"x","stream":true}"#.utf8)).serialised())
    try await until("the answer is begun") { answerer.begun == 1 }
    daemon.daemon.stop()
    // Who only waits is let go at once, who runs is not.
    #expect(try await idle.rest().isEmpty)
    #expect(answerer.abandoned == 0)
    answerer.open()
    #expect(try await client.reply().events.last?.name == "done")
    await daemon.end()
    #expect(throws: TestError.self) { try TestClient(daemon.socket) }
    await daemon.endAndRemove()
  }

  @Test func endingDoesNotWaitForEver() async throws {
    let answerer = HeldAnswerer()
    let daemon = try await TestDaemon.start(answering: answerer) { $0.timeouts.grace = .milliseconds(100) }
    let client = try TestClient(daemon.socket)
    try await client.send(HTTPRequest(method: "POST", path: ["v1", "ask"], body: Array(#"{"question":"x"}"#.utf8)).serialised())
    try await until("the answer is begun") { answerer.begun == 1 }
    await daemon.end()
    #expect(answerer.abandoned == 1)
    await daemon.endAndRemove()
  }

  @Test func missingModelsAreNamedAndTheRestIsServed() async throws {
    let daemon = try await TestDaemon.start()
    try await until("the models are known to be missing") { try await daemon.request("GET", "/health").error?.code == "encoder_missing" }
    let health = try await daemon.request("GET", "/health")
    #expect(health.status == 503)
    #expect(health.error?.message.contains("all-MiniLM-L6-v2") == true)
    #expect(health.error?.message.contains("fetch-models.sh") == true)
    #expect(try await daemon.request("POST", "/v1/ask", body: #"{"question":"x"}"#).status == 503)
    let models = try await daemon.request("GET", "/v1/models").decoded(ModelList.self).data
    // The weights that read questions and tell misspelt names are the program's own.
    #expect(models.prefix(3).map(\.state) == ["unavailable", "unavailable", "ready"] && models.suffix(3).map(\.role) == ["reader", "linker", "picture ranker"])
    #expect(models.suffix(2).allSatisfy { ($0.state == "ready") == ($0.message == nil) })
    #expect(try await daemon.ingest("a.txt", "Text without vectors.").notices?.first?.contains("without vectors") == true)
    await daemon.endAndRemove()
  }

  @Test func hostileWeightsCostTheirModelAndNothingElse() async throws {
    let folder = TestDaemon.newFolder()
    let encoder = folder + "/models/all-MiniLM-L6-v2"
    try FileManager.default.createDirectory(atPath: encoder, withIntermediateDirectories: true)
    try Data("{}".utf8).write(to: URL(filePath: encoder + "/config.json"))
    try Data([UInt8](repeating: 0xFF, count: 64)).write(to: URL(filePath: encoder + "/model.safetensors"))
    let header = Data("GGUF".utf8) + Data([3, 0, 0, 0]) + Data([UInt8](repeating: 0xFF, count: 16))
    try header.write(to: URL(filePath: folder + "/models/bad.gguf"))
    let daemon = try await TestDaemon.start(folder: folder)
    try await until("both are known to be unusable") {
      try await daemon.request("GET", "/v1/models").decoded(ModelList.self).data.allSatisfy { ["reader", "linker", "picture ranker"].contains($0.role) || $0.state == "unavailable" }
    }
    let models = try await daemon.request("GET", "/v1/models").decoded(ModelList.self).data
    #expect(models[0].message?.contains("all-MiniLM-L6-v2") == true)
    #expect(models[1].message?.contains("bad.gguf") == true)
    #expect(try await daemon.request("GET", "/version").status == 200)
    await daemon.endAndRemove()
  }

  private func makeStaleSocket(_ path: String) throws {
    // A socket that is closed leaves its file behind, as a daemon that was killed does.
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
    guard bound == 0 else { throw TestError("no stale socket could be made: \(String(cString: strerror(errno)))") }
  }
}
