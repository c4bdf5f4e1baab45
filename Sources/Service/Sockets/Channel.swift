import Glibc
import Synchronization

/// A socket whose readiness the event loop reports: reads and writes that suspend instead of blocking.
///
/// One task reads and one writes at a time.
final class Channel: Sendable {
  /// Why a wait ended without the socket being ready.
  enum Failure: Error { case deadline, cancelled, closed(SystemCallError?) }

  enum Direction: Sendable { case read, write }

  private struct Waiter {
    var continuation: CheckedContinuation<Failure?, Never>
    var deadline: ContinuousClock.Instant?
  }

  private struct State {
    var reader: Waiter?
    var writer: Waiter?
    var isHungUp = false
    var isInterrupted = false
    var whenHungUp: (@Sendable () -> Void)?

    subscript(_ direction: Direction) -> Waiter? {
      get { direction == .read ? reader : writer }
      set { if direction == .read { reader = newValue } else { writer = newValue } }
    }
  }

  let descriptor: Descriptor
  private let loop: EventLoop
  private let state = Mutex(State())

  init(_ descriptor: Descriptor, on loop: EventLoop) {
    self.descriptor = descriptor
    self.loop = loop
    loop.add(self)
  }

  /// To be called once nothing waits any more.
  func leaveLoop() { loop.remove(self) }

  /// Up to `limit` bytes; empty at the end of the stream.
  func read(limit: Int = 1 << 16, deadline: ContinuousClock.Instant?) async throws(Failure) -> [UInt8] {
    while true {
      if Task.isCancelled { throw .cancelled }
      var count = 0
      var code: Int32 = 0
      let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, used in
        count = unsafe recv(descriptor.raw, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
        code = errno
        used = max(0, count)
      }
      if count >= 0 { return bytes }
      try await recover(.read, SystemCallError("recv", code: code), deadline: deadline)
    }
  }

  /// All of the bytes.
  ///
  /// - Parameter idle: how long the other side may take none of them.
  func write(_ bytes: [UInt8], idle: Duration) async throws(Failure) {
    var sent = 0
    while sent < bytes.count {
      if Task.isCancelled { throw .cancelled }
      var code: Int32 = 0
      let count = unsafe bytes.withUnsafeBytes { buffer in
        let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[sent...])
        let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
        let count = unsafe send(descriptor.raw, rest.baseAddress, rest.count, flags)
        code = errno
        return count
      }
      if count > 0 {
        sent += count
      } else {
        try await recover(.write, SystemCallError("send", code: code), deadline: .now + idle)
      }
    }
  }

  /// The next connection, or nil where accepting failed for a reason that concerns one connection only.
  ///
  /// - Parameter onExhaustion: runs where no descriptor or memory is left for the connection.
  func accept(onExhaustion: @Sendable () -> Void) async throws(Failure) -> Descriptor? {
    while true {
      if Task.isCancelled { throw .cancelled }
      let raw = Glibc.accept(descriptor.raw, nil, nil)
      if raw >= 0 {
        let accepted = Descriptor(owning: raw)
        accepted.makeNonblocking()
        return accepted
      }
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

  /// Ends the waits there are, and every later one, as if their task had been cancelled.
  func interrupt() {
    state.withLock { $0.isInterrupted = true }
    release(.read, with: .cancelled)
    release(.write, with: .cancelled)
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
          // A task is marked as cancelled before its handler runs, and the handler takes this lock: one of them is seen.
          if Task.isCancelled || state.isInterrupted { return .some(.cancelled) }
          if state.isHungUp { return .some(nil) }
          state[direction] = Waiter(continuation: continuation, deadline: deadline)
          return .none
        }
        if let outcome { continuation.resume(returning: outcome) } else { loop.wake() }
      }
    } onCancel: {
      release(.read, with: .cancelled)
      release(.write, with: .cancelled)
    }
  }

  private func release(_ direction: Direction, with failure: Failure?) {
    let waiter = state.withLock { state in
      defer { state[direction] = nil }
      return state[direction]
    }
    waiter?.continuation.resume(returning: failure)
  }

  // MARK: For the event loop

  /// What to wait for; 0 where only the other side's closing counts, nil where that is known already.
  var interest: Int16? {
    state.withLock { state in
      if state.isHungUp { return nil }
      return (state.reader == nil ? 0 : Int16(POLLIN)) | (state.writer == nil ? 0 : Int16(POLLOUT))
    }
  }

  /// A Unix socket reports POLLHUP only when the other side has closed; one that merely ended its sending (POLLRDHUP)
  /// still reads the reply.
  func report(events: Int16) {
    let isHungUp = events & Int16(POLLHUP | POLLERR | POLLNVAL) != 0
    let action = state.withLock { state -> (@Sendable () -> Void)? in
      guard isHungUp, !state.isHungUp else { return nil }
      state.isHungUp = true
      return state.whenHungUp
    }
    action?()
    if isHungUp || events & Int16(POLLIN) != 0 { release(.read, with: nil) }
    if isHungUp || events & Int16(POLLOUT) != 0 { release(.write, with: nil) }
  }

  /// Ends waits whose deadline has passed, and tells when the next one does.
  func expire(now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
    var next: ContinuousClock.Instant?
    for direction in [Direction.read, .write] {
      guard let deadline = state.withLock({ $0[direction]?.deadline }) else { continue }
      if deadline <= now {
        release(direction, with: .deadline)
      } else {
        next = min(next ?? deadline, deadline)
      }
    }
    return next
  }
}
