import Dispatch
import Foundation
import Synchronization

/// One run of another program over bytes that nobody vouches for.
///
/// The limits are set by the shell that becomes the program (`ulimit`, then `exec`), so they hold from its first instruction. The input is a private
/// file without a name, which the program can seek in; the output is read through a pipe and no further than allowed. A cancelled task kills the child.
public struct LimitedChild: Sendable {
  /// How a run ended.
  public enum Outcome: Sendable {
    case output([UInt8])
    case tooMuchOutput
    case tooSlow
    case failed(status: Int32)
  }

  let program: String
  let arguments: [String]
  let limits: ChildLimits

  /// - Parameter program: its path.
  public init(program: String, arguments: [String], limits: ChildLimits) {
    self.program = program
    self.arguments = arguments
    self.limits = limits
  }

  /// Bytes that runs read, one run after another: a private file without a name.
  final class Input: Sendable {
    fileprivate let handle: FileHandle

    init(_ bytes: [UInt8]) throws { handle = try LimitedChild.namelessFile(bytes) }

    deinit { try? handle.close() }
  }

  /// Runs the program once.
  ///
  /// - Throws: `CancellationError`, ``SpawnedProgram/Fault``, or why the input cannot be handed over.
  public func run(input: [UInt8]) async throws -> Outcome { try await run(input: Input(input)) }

  /// The same on bytes that several runs read.
  func run(input: Input) async throws -> Outcome {
    let running = Running()
    return try await withTaskCancellationHandler {
      // Waiting blocks a thread: not one of those that run tasks.
      let outcome = try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Outcome, any Error>) in
        DispatchQueue.global().async { continuation.resume(with: Result { try runBlocking(input, running) }) }
      }
      try Task.checkCancellation()
      return outcome
    } onCancel: {
      running.kill()
    }
  }

  private func runBlocking(_ input: Input, _ running: Running) throws -> Outcome {
    let becoming =
      "cd / && ulimit -c 0 && ulimit -t \(limits.processorSeconds) && ulimit -v \(limits.memoryBytes / 1024) && exec \"$0\" \"$@\""
    try input.handle.seek(toOffset: 0)
    let output = Pipe()
    let process = try SpawnedProgram(
      ["/bin/sh", "-c", becoming, program] + arguments, environment: ["PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"],
      input: input.handle.fileDescriptor, output: output.fileHandleForWriting.fileDescriptor)
    running.started(process.identifier)
    try? output.fileHandleForWriting.close()
    DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(limits.seconds)) { running.expire() }

    var text: [UInt8] = []
    var overflowed = false
    while let chunk = try output.fileHandleForReading.read(upToCount: 1 << 16), !chunk.isEmpty {
      if text.count + chunk.count > limits.outputBytes {
        overflowed = true
        running.kill()
        break
      }
      text.append(contentsOf: chunk)
    }
    process.waitUntilOver()
    let expired = running.finish()
    let status = process.status()
    if overflowed { return .tooMuchOutput }
    if expired { return .tooSlow }
    guard status == 0 else { return .failed(status: status) }
    return .output(text)
  }

  private static func namelessFile(_ bytes: [UInt8]) throws -> FileHandle {
    let url = FileManager.default.temporaryDirectory.appending(path: "kgassist-\(UUID().uuidString)")
    guard FileManager.default.createFile(atPath: url.path, contents: nil, attributes: [.posixPermissions: 0o600]) else {
      throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: url.path])
    }
    defer { try? FileManager.default.removeItem(at: url) }
    let writing = try FileHandle(forWritingTo: url)
    try writing.write(contentsOf: bytes)
    try writing.close()
    return try FileHandle(forReadingFrom: url)
  }

  /// The child's process number while it lives: once it was waited for, the number may be another's.
  private final class Running: Sendable {
    private struct State {
      var process: Int32?
      var isOver = false
      var killed = false
      var expired = false
    }
    private let state = Mutex(State())

    func started(_ process: Int32) {
      state.withLock {
        $0.process = process
        if $0.killed { Self.kill(process) }
      }
    }

    func kill() {
      state.withLock {
        $0.killed = true
        if let process = $0.process, !$0.isOver { Self.kill(process) }
      }
    }

    func expire() {
      state.withLock {
        guard let process = $0.process, !$0.isOver else { return }
        $0.expired = true
        Self.kill(process)
      }
    }

    /// - Returns: whether its time ran out.
    func finish() -> Bool {
      state.withLock {
        $0.isOver = true
        return $0.expired
      }
    }

    private static func kill(_ process: Int32) { _ = Foundation.kill(process, SIGKILL) }
  }
}
