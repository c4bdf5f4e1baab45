import Glibc
import Synchronization

/// A socket whose readiness the event loop reports: reads and writes that suspend instead of blocking.
///
/// Readiness is edge-triggered: a flag is cleared before each attempt and set by the loop, so an event that comes between
/// the attempt and the wait is never lost. One task reads and one writes at a time.
final class Channel: Sendable {
  /// Why a wait ended without the socket being ready.
  enum Failure: Error { case deadline, cancelled, closed(SystemCallError?) }

  enum Direction: Sendable { case read, write }

  private struct Waiter {
    var continuation: CheckedContinuation<Failure?, Never>
    var deadline: ContinuousClock.Instant?
  }

  private struct State {
    var isReady: [2 of Bool] = [true, true]
    var waiters: [2 of Waiter?] = [nil, nil]
    var isHungUp = false
    var whenHungUp: (@Sendable () -> Void)?
  }

  let descriptor: Descriptor
  private let loop: EventLoop
  private let state = Mutex(State())

  init(_ descriptor: Descriptor, on loop: EventLoop) throws(SystemCallError) {
    self.descriptor = descriptor
    self.loop = loop
    try loop.add(self)
  }

  /// To be called once nothing waits any more, before the descriptor closes.
  func leaveLoop() { loop.remove(self) }

  /// Up to `limit` bytes; empty at the end of the stream.
  func read(limit: Int = 1 << 16, deadline: ContinuousClock.Instant?) async throws(Failure) -> [UInt8] {
    while true {
      try markUnready(.read)
      var count = 0
      let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, used in
        count = unsafe recv(descriptor.raw, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT.rawValue))
        used = max(0, count)
      }
      if count >= 0 { return bytes }
      try await recover(.read, SystemCallError("recv"), deadline: deadline)
    }
  }

  /// All of the bytes; the deadline is for each wait, in seconds without any progress.
  func write(_ bytes: [UInt8], idle: Duration) async throws(Failure) {
    var sent = 0
    while sent < bytes.count {
      try markUnready(.write)
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe send(
          descriptor.raw, buffer.baseAddress.unsafelyUnwrapped + sent, buffer.count - sent,
          Int32(MSG_DONTWAIT.rawValue | MSG_NOSIGNAL.rawValue))
      }
      if count > 0 {
        sent += count
      } else {
        try await recover(.write, SystemCallError("send"), deadline: .now + idle)
      }
    }
  }

  /// The next connection, or nil where accepting failed for a reason that concerns one connection only.
  func accept(onExhaustion: () -> Void) async throws(Failure) -> Descriptor? {
    while true {
      try markUnready(.read)
      let raw = unsafe accept4(descriptor.raw, nil, nil, Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue))
      if raw >= 0 { return Descriptor(owning: raw) }
      let error = SystemCallError("accept")
      switch error.code {
      case ECONNABORTED, EPROTO, EPERM: return nil
      case EMFILE, ENFILE, ENOBUFS, ENOMEM:
        onExhaustion()
        return nil
      default: try await recover(.read, error, deadline: nil)
      }
    }
  }

  /// Runs when the other side has closed its socket, at once where it has already. Nil takes it back.
  func whenHungUp(_ action: (@Sendable () -> Void)?) {
    let runNow = state.withLock { state in
      state.whenHungUp = action
      return state.isHungUp
    }
    if runNow { action?() }
  }

  var isHungUp: Bool { state.withLock { $0.isHungUp } }

  private func markUnready(_ direction: Direction) throws(Failure) {
    if Task.isCancelled { throw .cancelled }
    state.withLock { $0.isReady[direction.slot] = false }
  }

  private func recover(
    _ direction: Direction, _ error: SystemCallError, deadline: ContinuousClock.Instant?
  ) async throws(Failure) {
    switch error.code {
    case EINTR: return
    case EAGAIN: if let failure = await wait(direction, deadline: deadline) { throw failure }
    default: throw .closed(error)
    }
  }

  private func wait(_ direction: Direction, deadline: ContinuousClock.Instant?) async -> Failure? {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let outcome: Failure?? = state.withLock { state in
          // Cancellation sets its mark before the handler runs, and the handler takes this lock: one of them is seen.
          if Task.isCancelled { return .some(.cancelled) }
          if state.isReady[direction.slot] { return .some(nil) }
          state.waiters[direction.slot] = Waiter(continuation: continuation, deadline: deadline)
          return .none
        }
        if let outcome { continuation.resume(returning: outcome) } else if deadline != nil { loop.wake() }
      }
    } onCancel: {
      release(.read, with: .cancelled)
      release(.write, with: .cancelled)
    }
  }

  private func release(_ direction: Direction, with failure: Failure?) {
    let waiter = state.withLock { state in
      let waiter = state.waiters[direction.slot]
      state.waiters[direction.slot] = nil
      return waiter
    }
    waiter?.continuation.resume(returning: failure)
  }

  // MARK: For the event loop

  /// A Unix socket reports EPOLLHUP only when the other side has closed; one that merely ended its sending (RDHUP) still
  /// reads the reply.
  func report(events: UInt32) {
    let isHungUp = events & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0
    let canRead = isHungUp || events & (EPOLLIN.rawValue | EPOLLRDHUP.rawValue) != 0
    let canWrite = isHungUp || events & EPOLLOUT.rawValue != 0
    let action = state.withLock { state -> (@Sendable () -> Void)? in
      if canRead { state.isReady[Direction.read.slot] = true }
      if canWrite { state.isReady[Direction.write.slot] = true }
      guard isHungUp, !state.isHungUp else { return nil }
      state.isHungUp = true
      return state.whenHungUp
    }
    action?()
    if canRead { release(.read, with: nil) }
    if canWrite { release(.write, with: nil) }
  }

  /// Ends waits whose deadline has passed, and tells when the next one does.
  func expire(now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
    var next: ContinuousClock.Instant?
    for direction in [Direction.read, .write] {
      let deadline = state.withLock { $0.waiters[direction.slot]?.deadline }
      guard let deadline else { continue }
      if deadline <= now {
        release(direction, with: .deadline)
      } else {
        next = min(next ?? deadline, deadline)
      }
    }
    return next
  }
}

extension Channel.Direction {
  fileprivate var slot: Int { self == .read ? 0 : 1 }
}
