import Synchronization

/// Lets a few questions run at the same time and some wait; the next one is turned away.
final class AskQueue: Sendable {
  /// The right to run. It ends with ``end()``, or with the value.
  final class Turn: Sendable {
    private let queue: AskQueue
    private let isOver = Mutex(false)

    fileprivate init(_ queue: AskQueue) { self.queue = queue }

    deinit { end() }

    func end() {
      let isFirst = isOver.withLock { over in
        defer { over = true }
        return !over
      }
      if isFirst { queue.leave() }
    }
  }

  private enum Call: Sendable { case turn, cancelled, deadline }

  private struct State {
    var running = 0
    var waiting: [(number: UInt64, continuation: CheckedContinuation<Call, Never>)] = []
    var next: UInt64 = 0
  }

  let parallel: Int
  let length: Int
  private let state = Mutex(State())

  init(parallel: Int, length: Int) {
    self.parallel = parallel
    self.length = length
  }

  var running: Int { state.withLock { $0.running } }
  var waiting: Int { state.withLock { $0.waiting.count } }

  /// Waits for a place.
  ///
  /// - Parameter expectedSeconds: how long one question takes, for the advice when to come back.
  /// - Throws: 503 with Retry-After when the queue is full or the task is cancelled meanwhile, 504 when the deadline passes.
  func takeTurn(expectedSeconds: Double, deadline: ContinuousClock.Instant?) async throws(RequestError) -> Turn {
    guard let number = try admit(expectedSeconds: expectedSeconds) else { return Turn(self) }
    let alarm = deadline.map { deadline in
      Task { [weak self] in
        try await Task.sleep(until: deadline, clock: .continuous)
        self?.dismiss(number, .deadline)
      }
    }
    let call = await wait(number)
    alarm?.cancel()
    switch call {
    case .turn: return Turn(self)
    case .deadline: throw RequestError(504, "deadline", "the deadline passed before it was this question's turn")
    case .cancelled: throw RequestError(503, "cancelled", "the question was taken back", retryAfter: 1)
    }
  }

  /// Nil where it may run at once, else its number in the line.
  private func admit(expectedSeconds: Double) throws(RequestError) -> UInt64? {
    let (number, refusal) = state.withLock { state -> (UInt64?, RequestError?) in
      if state.running < parallel {
        state.running += 1
        return (nil, nil)
      }
      guard state.waiting.count < length else {
        let seconds = expectedSeconds * Double(state.waiting.count + parallel) / Double(parallel) / 2
        let message =
          "\(state.running) questions are being answered and \(state.waiting.count) wait; try again later"
        return (nil, RequestError(503, "busy", message, retryAfter: max(1, min(60, Int(seconds.rounded(.up))))))
      }
      state.next += 1
      return (state.next, nil)
    }
    if let refusal { throw refusal }
    return number
  }

  private func wait(_ number: UInt64) async -> Call {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let now: Call? = state.withLock { state in
          if Task.isCancelled { return .cancelled }
          if state.running < parallel {
            state.running += 1
            return .turn
          }
          state.waiting.append((number, continuation))
          return nil
        }
        if let now { continuation.resume(returning: now) }
      }
    } onCancel: {
      dismiss(number, .cancelled)
    }
  }

  private func dismiss(_ number: UInt64, _ call: Call) {
    let waiter = state.withLock { state in
      state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0).continuation }
    }
    waiter?.resume(returning: call)
  }

  private func leave() {
    // The place goes to the one who waits longest, without becoming free in between.
    let next = state.withLock { state -> CheckedContinuation<Call, Never>? in
      if state.waiting.isEmpty {
        state.running -= 1
        return nil
      }
      return state.waiting.removeFirst().continuation
    }
    next?.resume(returning: .turn)
  }
}
