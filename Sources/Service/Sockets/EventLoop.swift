import Foundation
import Glibc
import Synchronization

/// One thread that waits for all sockets (poll(2)), tells channels what happened to them, and ends waits that are overdue.
///
/// It computes nothing, so a client's going away is noticed at once, however busy the rest is. Each turn costs a few
/// nanoseconds a connection; connections are bounded. (epoll's constants are not visible to Swift on Linux.)
final class EventLoop: Sendable {
  private struct State {
    var channels: [ObjectIdentifier: Channel] = [:]
    var isStopped = false
  }

  private let alarmOut: Descriptor
  private let alarmIn: Descriptor
  private let state = Mutex(State())

  init() throws(SystemCallError) {
    var pair: [2 of Int32] = [-1, -1]
    let result = unsafe withUnsafeMutableBytes(of: &pair) { buffer in
      unsafe pipe(buffer.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: Int32.self))
    }
    guard result == 0 else { throw SystemCallError("pipe") }
    alarmOut = Descriptor(owning: pair[0])
    alarmIn = Descriptor(owning: pair[1])
    alarmOut.makeNonblocking()
    alarmIn.makeNonblocking()
    let thread = Thread { [self] in run() }
    thread.name = "kgassist-events"
    thread.start()
  }

  /// Ends the thread; waits that are still there are not resumed.
  func stop() {
    state.withLock { $0.isStopped = true }
    wake()
  }

  /// Makes the loop look again at what is waited for.
  func wake() {
    var one: UInt8 = 1
    _ = unsafe Glibc.write(alarmIn.raw, &one, 1)
  }

  func add(_ channel: Channel) {
    state.withLock { $0.channels[ObjectIdentifier(channel)] = channel }
    wake()
  }

  func remove(_ channel: Channel) {
    state.withLock { _ = $0.channels.removeValue(forKey: ObjectIdentifier(channel)) }
    // The turn that waits holds the channel; it has to end for the descriptor to close.
    wake()
  }

  private func run() {
    while true {
      let (channels, isStopped) = state.withLock { (Array($0.channels.values), $0.isStopped) }
      if isStopped { return }
      turn(channels)
    }
  }

  /// One wait. The channels are held while it lasts, so a descriptor that closes meanwhile cannot be another's.
  private func turn(_ channels: [Channel]) {
    let now = ContinuousClock.now
    let next = channels.compactMap { $0.expire(now: now) }.min()
    var entries = [pollfd(fd: alarmOut.raw, events: Int16(POLLIN), revents: 0)]
    entries.reserveCapacity(channels.count + 1)
    for channel in channels {
      let interest = channel.interest
      entries.append(pollfd(fd: interest == nil ? -1 : channel.descriptor.raw, events: interest ?? 0, revents: 0))
    }
    let count = unsafe poll(&entries, nfds_t(entries.count), Self.milliseconds(from: now, to: next))
    guard count > 0 else { return }
    if entries[0].revents != 0 { drainAlarm() }
    for (index, channel) in channels.enumerated() where entries[index + 1].revents != 0 {
      channel.report(events: entries[index + 1].revents)
    }
  }

  private func drainAlarm() {
    var bytes = [UInt8](repeating: 0, count: 256)
    while unsafe Glibc.read(alarmOut.raw, &bytes, bytes.count) == bytes.count {}
  }

  /// Rounded up; -1 where there is no next deadline.
  private static func milliseconds(from now: ContinuousClock.Instant, to next: ContinuousClock.Instant?) -> Int32 {
    guard let next else { return -1 }
    let left = (next - now).components
    return Int32(clamping: max(0, left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000 + 1))
  }
}
