import Generation
import Synchronization

/// Lets a few questions run at the same time and some wait; the next one is turned away.
///
/// Who comes next when a place becomes free is said by ``FairOrder``.
final class AskQueue: Sendable {
  /// The right to run. It ends with ``end()``, or with the value.
  final class Turn: Sendable {
    private let queue: AskQueue
    private let user: UInt32
    private let isOver = Mutex(false)

    fileprivate init(_ queue: AskQueue, user: UInt32) {
      self.queue = queue
      self.user = user
    }

    deinit { end() }

    func end() {
      let isFirst = isOver.withLock { over in
        defer { over = true }
        return !over
      }
      if isFirst { queue.leave(user) }
    }
  }

  private enum Call: Sendable { case turn, cancelled, deadline }

  private struct State {
    /// Users with questions running, and how many.
    var running: [UInt32: Int] = [:]
    var waiting: [(number: UInt64, user: UInt32, continuation: CheckedContinuation<Call, Never>)] = []
    var next: UInt64 = 0
    var order = FairOrder()

    var runningCount: Int { running.values.reduce(0, +) }

    mutating func begin(_ user: UInt32) {
      running[user, default: 0] += 1
      order.begin(user)
    }
  }

  let parallel: Int
  let length: Int
  private let state = Mutex(State())

  init(parallel: Int, length: Int) {
    self.parallel = parallel
    self.length = length
  }

  var running: Int { state.withLock { $0.runningCount } }
  var waiting: Int { state.withLock { $0.waiting.count } }

  /// Waits for a place.
  ///
  /// - Parameters:
  ///   - user: who asks.
  ///   - expectedSeconds: how long one question takes, for the advice when to come back.
  /// - Throws: 503 with Retry-After when the queue is full or the task is cancelled meanwhile, 504 when the deadline passes.
  func takeTurn(user: UInt32, expectedSeconds: Double, deadline: ContinuousClock.Instant?) async throws(RequestError) -> Turn {
    guard let number = try admit(user, expectedSeconds: expectedSeconds) else { return Turn(self, user: user) }
    let alarm = deadline.map { deadline in
      Task { [weak self] in
        try await Task.sleep(until: deadline, clock: .continuous)
        self?.dismiss(number, .deadline)
      }
    }
    let call = await wait(number, user)
    alarm?.cancel()
    switch call {
    case .turn: return Turn(self, user: user)
    case .deadline: throw RequestError(504, "deadline", "the deadline passed before it was this question's turn")
    case .cancelled: throw RequestError(503, "cancelled", "the question was taken back", retryAfter: 1)
    }
  }

  /// Nil where it may run at once, else its number in the line.
  private func admit(_ user: UInt32, expectedSeconds: Double) throws(RequestError) -> UInt64? {
    let (number, refusal) = state.withLock { state -> (UInt64?, RequestError?) in
      if state.runningCount < parallel {
        state.begin(user)
        return (nil, nil)
      }
      guard state.waiting.count < length else {
        let seconds = expectedSeconds * Double(state.waiting.count + parallel) / Double(parallel) / 2
        let message =
          "\(state.runningCount) questions are being answered and \(state.waiting.count) wait; try again later"
        return (nil, RequestError(503, "busy", message, retryAfter: max(1, min(60, Int(seconds.rounded(.up))))))
      }
      state.next += 1
      return (state.next, nil)
    }
    if let refusal { throw refusal }
    return number
  }

  private func wait(_ number: UInt64, _ user: UInt32) async -> Call {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let now: Call? = state.withLock { state in
          if Task.isCancelled { return .cancelled }
          if state.runningCount < parallel {
            state.begin(user)
            return .turn
          }
          state.waiting.append((number, user, continuation))
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

  private func leave(_ user: UInt32) {
    // The place goes on to the next one without becoming free in between.
    let next = state.withLock { state -> CheckedContinuation<Call, Never>? in
      let left = (state.running[user] ?? 1) - 1
      state.running[user] = left > 0 ? left : nil
      guard let first = state.order.next(state.waiting.map(\.user), running: state.running) else { return nil }
      let waiter = state.waiting.remove(at: first)
      state.begin(waiter.user)
      return waiter.continuation
    }
    next?.resume(returning: .turn)
  }
}
