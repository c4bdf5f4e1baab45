import Foundation
import Glibc

/// Another program of the project, started from where this one lies, its lines read as they come. Its messages go where this one's go.
struct SiblingProgram {
  let path: String

  /// - Throws: where the program does not lie beside this one; the failure says how to get it there.
  init(_ name: String) throws {
    guard let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else { throw Failure("/proc is not there to tell where kgassist lies") }
    path = URL(filePath: own).deletingLastPathComponent().appending(path: name).path
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw Failure(
        "\(path) is not there; build it in the source with swift build -c release --product \(name), or install it with Daemon/install.sh",
        exitCode: ExitCode.notFound)
    }
  }

  /// The folder whose `Graphs` the program reads: `share/kgassist` of an installed one, else the source that it was built from.
  func home() throws -> String {
    var parent = URL(filePath: path).deletingLastPathComponent()
    var places = [parent.appending(path: "../share/kgassist").standardized.path]
    // `.build/PLATFORM/release`
    for _ in 0..<4 {
      parent.deleteLastPathComponent()
      places.append(parent.path)
    }
    guard let found = places.first(where: { FileManager.default.fileExists(atPath: $0 + "/Graphs/wordings.jsonl") }) else {
      throw Failure("Graphs/wordings.jsonl is neither installed beside \(path) nor in the source above it", exitCode: ExitCode.notFound)
    }
    return found
  }

  /// Runs the program to its end. Ctrl-C reaches it too.
  ///
  /// - Parameters:
  ///   - folder: where it runs, and this program from then on.
  ///   - line: called with each line that it prints.
  /// - Returns: its exit status, or 128 and the signal that ended it.
  func run(_ arguments: [String], in folder: String, environment: [String: String], line: (String) -> Void) throws -> Int32 {
    // The child takes it over; nothing here is named from it any more.
    guard FileManager.default.changeCurrentDirectoryPath(folder) else { throw Failure("\(folder) cannot be entered") }
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { throw Failure("no pipe can be made: \(Self.reason(errno))") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[0]) }
    let child: pid_t
    do {
      defer { close(ends[1]) }
      child = try spawn(arguments, environment: environment, output: ends[1])
    }
    var pending: [UInt8] = [], piece = [UInt8](repeating: 0, count: 4096), isTold = false
    while true {
      // Reading alone would go on behind a signal.
      var waiting = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
      let isReady = unsafe poll(&waiting, 1, 200) > 0
      if Interruption.isWanted, !isTold {
        isTold = true
        kill(child, SIGINT)
      }
      guard isReady else { continue }
      let count = unsafe read(ends[0], &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      pending += piece[..<count]
      while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
        line(String(decoding: pending[..<end], as: UTF8.self))
        pending.removeFirst(end + 1)
      }
    }
    var status: Int32 = 0
    while unsafe waitpid(child, &status, 0) == -1, errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }

  private func spawn(_ arguments: [String], environment: [String: String], output: Int32) throws -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
    var words = unsafe ([path] + arguments).map { unsafe strdup($0) } + [nil]
    var variables = unsafe environment.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for unsafe text in unsafe words + variables { unsafe free(text) } }
    var child: pid_t = 0
    let code = unsafe posix_spawn(&child, path, &actions, nil, &words, &variables)
    guard code == 0 else { throw Failure("\(path) cannot be started: \(Self.reason(code))") }
    return child
  }

  private static func reason(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
}
