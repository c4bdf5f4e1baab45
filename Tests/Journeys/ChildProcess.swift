import Foundation
import Glibc

/// A program started by `posix_spawn`.
/// Everything else that a test opens must be closed in children (`O_CLOEXEC`).
///
/// Foundation's `Process` copies past the end of a directory entry when it looks for open descriptors (found with the
/// address sanitiser), which now and then ended a whole run of tests.
final class ChildProcess {
  let processIdentifier: pid_t
  /// The exit status, or the signal that ended it; 0 while it runs.
  private(set) var terminationStatus: Int32 = 0
  private var isOver = false

  struct Fault: Error, CustomStringConvertible { let description: String }

  /// - Parameters:
  ///   - input: a descriptor; nil is an empty file.
  ///   - output, errors: descriptors.
  init(
    _ program: URL, _ arguments: [String], environment: [String: String], folder: URL?, input: Int32?, output: Int32,
    errors: Int32
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input { posix_spawn_file_actions_adddup2(&actions, input, 0) }
    else { posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0) }
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, errors, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t(), all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    // The shell goes to the folder and becomes the program.
    let line = folder.map { ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", $0.path, program.path] } ?? [program.path]
    var words = (line + arguments).map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, line[0], &actions, &attributes, &words, &variables)
    guard code == 0 else { throw Fault(description: "\(program.path) cannot be started: \(String(cString: strerror(code)))") }
    processIdentifier = child
  }

  var isRunning: Bool {
    collect(WNOHANG)
    return !isOver
  }

  func waitUntilExit() { collect(0) }

  /// Waits for the end, and kills the program when it does not come in time.
  func waitAtMost(_ seconds: Double) {
    let end = ContinuousClock.now + .seconds(seconds)
    while isRunning, ContinuousClock.now < end { usleep(2000) }
    if isRunning { kill(processIdentifier, SIGKILL) }
    waitUntilExit()
  }

  private func collect(_ options: Int32) {
    if isOver { return }
    var status: Int32 = 0, ended: pid_t
    repeat { ended = waitpid(processIdentifier, &status, options) } while ended == -1 && errno == EINTR
    guard ended == processIdentifier else { return }
    isOver = true
    terminationStatus = status & 0x7f == 0 ? status >> 8 & 0xff : status & 0x7f
  }
}
