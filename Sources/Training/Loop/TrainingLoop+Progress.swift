import Foundation
import Synchronization

extension TrainingLoop {
  /// Runs the training that `make` prepares on a thread of its own, and tells each step as it is done.
  ///
  /// The thread gives way to everyone who waits for an answer. Who stops listening, or cancels the task that listens, breaks the
  /// training off; what it had kept stays.
  ///
  /// - Parameter finish: called on that thread with the loop when the last step is done: to save what was trained.
  public static func progress(
    _ make: @escaping @Sendable () throws -> TrainingLoop<Objective>, finish: @escaping @Sendable (TrainingLoop<Objective>) throws -> Void = { _ in }
  ) -> AsyncThrowingStream<TrainingProgress, any Error> {
    AsyncThrowingStream { continuation in
      let wanted = Wanted()
      continuation.onTermination = { _ in wanted.flag.store(false, ordering: .relaxed) }
      let thread = Thread {
        // On Linux a nice value is a thread's own, and inherited by what it starts.
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
        do {
          let loop = try make()
          try loop.run(
            { progress in
              continuation.yield(progress)
              return true
            }, goesOn: { wanted.flag.load(ordering: .relaxed) })
          try finish(loop)
          continuation.finish()
        } catch { continuation.finish(throwing: error) }
      }
      thread.name = "kgassist-train"
      thread.stackSize = 8 << 20
      thread.start()
    }
  }
}

/// Whether somebody still listens.
private final class Wanted: Sendable {
  let flag = Atomic<Bool>(true)
}
