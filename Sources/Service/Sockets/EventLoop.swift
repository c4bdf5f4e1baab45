import Foundation
import Glibc
import Synchronization

/// One thread that waits for all sockets (epoll(7)), tells channels what happened to them, and ends waits that are overdue.
///
/// It computes nothing, so a client's going away is noticed at once, however busy the rest is.
final class EventLoop: Sendable {
  private struct State {
    var channels: [UInt64: Channel] = [:]
    var numbers: [ObjectIdentifier: UInt64] = [:]
    var next: UInt64 = 1
    var isStopped = false
  }

  private let poll: Descriptor
  private let alarm: Descriptor
  private let state = Mutex(State())

  init() throws(SystemCallError) {
    let poll = epoll_create1(Int32(EPOLL_CLOEXEC.rawValue))
    guard poll >= 0 else { throw SystemCallError("epoll_create1") }
    self.poll = Descriptor(owning: poll)
    let alarm = eventfd(0, Int32(EFD_CLOEXEC.rawValue | EFD_NONBLOCK.rawValue))
    guard alarm >= 0 else { throw SystemCallError("eventfd") }
    self.alarm = Descriptor(owning: alarm)
    try control(EPOLL_CTL_ADD, alarm, events: EPOLLIN.rawValue, number: 0)
    let thread = Thread { [self] in run() }
    thread.name = "kgassist-events"
    thread.start()
  }

  /// Ends the thread; waits that are still there are not resumed.
  func stop() {
    state.withLock { $0.isStopped = true }
    wake()
  }

  /// Makes the loop look at the deadlines again.
  func wake() {
    var one: UInt64 = 1
    _ = unsafe Glibc.write(alarm.raw, &one, 8)
  }

  func add(_ channel: Channel) throws(SystemCallError) {
    let number = state.withLock { state in
      let number = state.next
      state.next += 1
      state.channels[number] = channel
      state.numbers[ObjectIdentifier(channel)] = number
      return number
    }
    do throws(SystemCallError) {
      let events = EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
      try control(EPOLL_CTL_ADD, channel.descriptor.raw, events: events, number: number)
    } catch {
      forget(channel)
      throw error
    }
  }

  func remove(_ channel: Channel) {
    forget(channel)
    _ = unsafe epoll_ctl(poll.raw, EPOLL_CTL_DEL, channel.descriptor.raw, nil)
  }

  private func forget(_ channel: Channel) {
    state.withLock { state in
      guard let number = state.numbers.removeValue(forKey: ObjectIdentifier(channel)) else { return }
      state.channels[number] = nil
    }
  }

  private func control(_ operation: Int32, _ raw: Int32, events: UInt32, number: UInt64) throws(SystemCallError) {
    var event = epoll_event(events: events, data: epoll_data_t(u64: number))
    guard unsafe epoll_ctl(poll.raw, operation, raw, &event) == 0 else { throw SystemCallError("epoll_ctl") }
  }

  private func run() {
    var events = [epoll_event](repeating: epoll_event(), count: 64)
    while true {
      let timeout = nextTimeout()
      if state.withLock({ $0.isStopped }) { return }
      let count = unsafe epoll_wait(poll.raw, &events, Int32(events.count), timeout)
      for index in 0..<max(0, Int(count)) {
        let number = unsafe events[index].data.u64
        if number == 0 {
          var drained: UInt64 = 0
          _ = unsafe Glibc.read(alarm.raw, &drained, 8)
        } else if let channel = state.withLock({ $0.channels[number] }) {
          channel.report(events: events[index].events)
        }
      }
    }
  }

  /// Milliseconds until the next deadline, rounded up; -1 where there is none.
  private func nextTimeout() -> Int32 {
    let channels = state.withLock { Array($0.channels.values) }
    let now = ContinuousClock.now
    guard let next = channels.compactMap({ $0.expire(now: now) }).min() else { return -1 }
    let left = (next - now).components
    return Int32(clamping: left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000 + 1)
  }
}
