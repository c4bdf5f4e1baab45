import Foundation
import Glibc
import Synchronization

/// A thread for work of minutes that gives way to everyone who waits for an answer.
enum ComputingThread {
  /// Runs the work on a thread of its own. Threads that it starts, such as a compute pool's, give way like it.
  ///
  /// - Parameter work: is given what tells whether the task that waits for it was cancelled.
  static func run<R: Sendable>(_ name: String, _ work: @escaping @Sendable (_ isCancelled: @escaping @Sendable () -> Bool) throws -> R) async throws -> R {
    let cancellation = Cancellation()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let thread = Thread {
          // On Linux a nice value is a thread's own, and inherited by what it starts.
          _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
          continuation.resume(with: Result { try work { cancellation.flag.load(ordering: .relaxed) } })
        }
        thread.name = name
        thread.stackSize = 8 << 20
        thread.start()
      }
    } onCancel: {
      cancellation.flag.store(true, ordering: .relaxed)
    }
  }

  private final class Cancellation: Sendable { let flag = Atomic<Bool>(false) }
}
