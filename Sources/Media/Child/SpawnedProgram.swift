import Foundation
import Glibc

/// A program started by `posix_spawn`: its input a descriptor, its output a pipe, its errors dropped. The
/// daemon opens everything else so that no child inherits it (`O_CLOEXEC`).
///
/// Foundation's `Process` does more, but copies past the end of a directory entry when it looks for open descriptors
/// (found with the address sanitiser), which can end the whole daemon.
struct SpawnedProgram {
  let identifier: pid_t

  /// Why a program did not start.
  struct Fault: Error, CustomStringConvertible {
    let program: String
    let code: Int32
    var description: String { "\(program) cannot be started: \(unsafe String(cString: strerror(code)))" }
  }

  /// - Parameters:
  ///   - words: the path of the program, then its arguments.
  ///   - environment: `NAME=VALUE` each.
  /// - Throws: ``Fault``; nothing runs then.
  init(_ words: [String], environment: [String], input: Int32, output: Int32) throws(Fault) {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
    unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    // Threads that wait for children block signals, and the daemon ignores SIGPIPE: the child shall do neither.
    var none = sigset_t(), all = sigset_t()
    unsafe sigemptyset(&none)
    unsafe sigfillset(&all)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setsigdefault(&attributes, &all)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    var variables = unsafe environment.map { unsafe strdup($0) } + [nil]
    defer { for unsafe text in unsafe arguments + variables { unsafe free(text) } }
    var process: pid_t = 0
    let code = unsafe posix_spawn(&process, words[0], &actions, &attributes, &arguments, &variables)
    guard code == 0 else { throw Fault(program: words[0], code: code) }
    identifier = process
  }

  /// Waits until the program has ended, without giving its number free: until ``status()`` it can be no other's.
  func waitUntilOver() {
    var info = unsafe siginfo_t()
    while unsafe waitid(P_PID, id_t(identifier), &info, WEXITED | WNOWAIT) == -1, errno == EINTR {}
  }

  /// How the program ended: its exit status, or 128 and the signal that ended it.
  func status() -> Int32 {
    var status: Int32 = 0
    while unsafe waitpid(identifier, &status, 0) == -1, errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }
}
