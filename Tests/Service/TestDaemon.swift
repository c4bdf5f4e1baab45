import Foundation
import Service
import Wire

/// A daemon on a socket and a store of its own, in this process.
final class TestDaemon: Sendable {
  let daemon: Daemon
  let folder: String
  private let running: Task<Void, Never>

  var socket: String { folder + "/s" }

  /// - Parameters:
  ///   - answering: who answers; nil for the house's answerer, for which there are no models here.
  ///   - change: what is different from the usual.
  static func start(
    answering: (any QuestionAnswering)? = nil, folder: String = TestDaemon.newFolder(),
    _ change: (inout DaemonConfiguration) -> Void = { _ in }
  ) async throws -> TestDaemon {
    var configuration = DaemonConfiguration(
      socket: folder + "/s", state: folder + "/state", models: folder + "/models", parallel: 1, queue: 1)
    change(&configuration)
    return TestDaemon(try await Daemon(configuration, answering: answering), folder)
  }

  private init(_ daemon: Daemon, _ folder: String) {
    self.daemon = daemon
    self.folder = folder
    running = Task { await daemon.run() }
  }

  static func newFolder() -> String {
    let path = FileManager.default.temporaryDirectory.path + "/kg-" + UUID().uuidString.prefix(8)
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    return path
  }

  /// Ends it and waits for its end.
  func end() async {
    daemon.stop()
    await running.value
  }

  func endAndRemove() async {
    await end()
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// One request on a connection of its own.
  func request(
    _ method: String, _ path: String, _ query: [String: String] = [:], body: String = ""
  ) async throws -> TestReply {
    let client = try TestClient(socket)
    let segments = path.split(separator: "/").map(String.init)
    var headers = HTTPHeaders()
    headers.append("Connection", "close")
    try await client.send(HTTPRequest(method: method, path: segments, query: query, headers: headers, body: Array(body.utf8)).serialised())
    return try await client.reply()
  }

  /// The job once nothing is left to do on it.
  func finished(_ job: Int64) async throws -> JobShape {
    while true {
      let shape = try await request("GET", "/v1/jobs/\(job)").decoded(JobShape.self)
      if shape.status.isFinal { return shape }
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  /// Takes in one document and waits for it.
  func ingest(_ name: String, _ text: String) async throws -> JobShape {
    let accepted = try await request("POST", "/v1/documents", ["name": name], body: text).decoded(JobAccepted.self)
    return try await finished(accepted.job)
  }
}
