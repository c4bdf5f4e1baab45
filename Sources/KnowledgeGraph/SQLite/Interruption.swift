internal import Synchronization

/// Why a call on the store should end early: its task was cancelled, or its deadline has passed.
final class Interruption: Sendable {
  private let cancelled = Atomic<Bool>(false)
  private let deadline: ContinuousClock.Instant?

  init(deadline: ContinuousClock.Instant?) { self.deadline = deadline }

  func cancel() { cancelled.store(true, ordering: .relaxed) }

  var isDue: Bool { cancelled.load(ordering: .relaxed) || isLate }

  private var isLate: Bool { deadline.map { ContinuousClock.now >= $0 } ?? false }

  func check() throws(StoreError) {
    if cancelled.load(ordering: .relaxed) { throw StoreError(.cancelled, "the work on the store was cancelled") }
    if isLate { throw StoreError(.deadline, "the store did not finish before the deadline") }
  }
}
