internal import Synchronization

/// The read connections. Who finds none free waits in line.
final class ReaderPool: Sendable {
  private struct State {
    var free: [ReaderLane]
    var waiting: [CheckedContinuation<ReaderLane, Never>] = []
  }

  private let state: Mutex<State>

  init(_ lanes: [ReaderLane]) { state = Mutex(State(free: lanes)) }

  func run<R: Sendable>(deadline: ContinuousClock.Instant?, _ body: @Sendable (StoreReader) throws -> R) async throws -> R {
    let interruption = Interruption(deadline: deadline)
    return try await withTaskCancellationHandler {
      let lane = await acquire()
      defer { release(lane) }
      return try await lane.run(interruption, body)
    } onCancel: {
      interruption.cancel()
    }
  }

  private func acquire() async -> ReaderLane {
    await withCheckedContinuation { continuation in
      let lane = state.withLock { state -> ReaderLane? in
        if let lane = state.free.popLast() { return lane }
        state.waiting.append(continuation)
        return nil
      }
      if let lane { continuation.resume(returning: lane) }
    }
  }

  private func release(_ lane: ReaderLane) {
    let next = state.withLock { state -> CheckedContinuation<ReaderLane, Never>? in
      if !state.waiting.isEmpty { return state.waiting.removeFirst() }
      state.free.append(lane)
      return nil
    }
    next?.resume(returning: lane)
  }
}
