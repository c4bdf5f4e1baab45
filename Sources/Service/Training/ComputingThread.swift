import Foundation
import Glibc

/// A thread for work of minutes that gives way to everyone who waits for an answer.
enum ComputingThread {
  /// Runs the work on a thread of its own. Threads that it starts, such as a compute pool's, give way like it.
  static func run<R: Sendable>(_ name: String, _ work: @escaping @Sendable () throws -> R) async throws -> R {
    try await withCheckedThrowingContinuation { continuation in
      let thread = Thread {
        // On Linux a nice value is a thread's own, and inherited by what it starts.
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
        continuation.resume(with: Result { try work() })
      }
      thread.name = name
      thread.stackSize = 8 << 20
      thread.start()
    }
  }
}
