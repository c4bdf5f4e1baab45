import Foundation
import Testing

/// A daemon of its own: socket, store and weights in a folder that goes away with it.
final class DaemonProcess {
  let folder: Folder
  let socket: URL
  let state: URL
  let models: URL
  let log: URL
  private(set) var process: ChildProcess?
  /// Further settings, for the daemon and its clients.
  var settings: [String: String] = [:]

  /// Starts a daemon and waits until it is ready.
  init() throws {
    folder = try Folder()
    socket = folder.url.appending(path: "s.sock")
    state = folder.url.appending(path: "state")
    models = folder.url.appending(path: "models")
    log = try folder.write("log", "")
    try FileManager.default.createDirectory(at: models, withIntermediateDirectories: true)
  }

  deinit {
    if let process, process.isRunning {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
  }

  /// One that answers: the small decoder and the text encoder, ready.
  static func ready() throws -> DaemonProcess {
    let daemon = try DaemonProcess()
    try daemon.linkModels()
    try daemon.start()
    try daemon.waitUntilReady()
    return daemon
  }

  func linkModels(_ names: [String] = [Programs.encoderFolder, Programs.smallDecoder]) throws {
    for name in names {
      let source = Programs.models.appending(path: name)
      try #require(
        FileManager.default.fileExists(atPath: source.path),
        "\(source.path) is missing; run Daemon/fetch-models.sh --only text,small or set KGASSIST_MODELS")
      try FileManager.default.createSymbolicLink(at: models.appending(path: name), withDestinationURL: source)
    }
  }

  var environment: [String: String] {
    var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("KGASSIST_") }
    environment["KGASSIST_SOCKET"] = socket.path
    environment["KGASSIST_STATE"] = state.path
    environment["KGASSIST_MODELS"] = models.path
    environment["HOME"] = folder.url.path
    environment["NO_COLOR"] = "1"
    environment.merge(settings) { $1 }
    return environment
  }

  /// Starts the daemon. `shell` goes before it, for limits.
  func start(shell: String? = nil) throws {
    try #require(
      FileManager.default.isExecutableFile(atPath: Programs.daemon.path),
      "\(Programs.daemon.path) is missing; run swift build -c release")
    let handle = try FileHandle(forWritingTo: log)
    try handle.seekToEnd()
    let program = shell == nil ? Programs.daemon : URL(filePath: "/bin/bash")
    process = try ChildProcess(
      program, shell.map { ["-c", "\($0)\nexec '\(Programs.daemon.path)'"] } ?? [], environment: environment,
      folder: folder.url, input: nil, output: handle.fileDescriptor, errors: handle.fileDescriptor)
    withExtendedLifetime(handle) {}
  }

  func waitUntilReady(seconds: Double = 60) throws {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      if let reply = try? Connection(socket).get("/health"), reply.status == 200 { return }
      try #require(process?.isRunning == true, "the daemon ended with \(process?.terminationStatus ?? 0): \(logText)")
      usleep(20_000)
    }
    Issue.record("the daemon was not ready after \(seconds) s: \(logText)")
  }

  /// Ends the daemon as systemd would.
  @discardableResult
  func stop(signal: Int32 = SIGTERM, within seconds: Double = 25) -> Int32 {
    guard let process else { return 0 }
    if process.isRunning { kill(process.processIdentifier, signal) }
    process.waitAtMost(seconds)
    return process.terminationStatus
  }

  var logText: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

  /// Runs the client against this daemon.
  func kgassist(_ arguments: String..., input: String = "", limit: Double = 120) throws -> Finished {
    try kgassist(arguments, input: input, limit: limit)
  }

  func kgassist(_ arguments: [String], input: String = "", limit: Double = 120) throws -> Finished {
    try Finished.run(Programs.client, arguments, environment: environment, input: input, limit: limit)
  }
}
