import Glibc
import Synchronization

/// Takes connections from the listening socket and serves each in a task of its own.
final class Server: Sendable {
  private struct State {
    var connections: [ObjectIdentifier: Connection] = [:]
    var isStopping = false
  }

  private let loop: EventLoop
  private let listening: Channel
  private let router: Router
  private let metrics: Metrics
  private let timeouts: Timeouts
  private let most: Int
  private let state = Mutex(State())

  init(_ socket: ListeningSocket, loop: EventLoop, router: Router, metrics: Metrics, timeouts: Timeouts) {
    self.loop = loop
    self.router = router
    self.metrics = metrics
    self.timeouts = timeouts
    listening = Channel(socket.descriptor, on: loop)
    most = Self.connectionLimit()
  }

  /// Serves until ``stop()``, then lets what runs finish, for the time of `timeouts.grace` at most.
  func run() async {
    await withDiscardingTaskGroup { group in
      while !state.withLock({ $0.isStopping }) {
        do throws(Channel.Failure) {
          if let accepted = try await listening.accept(onExhaustion: { [metrics] in metrics.countExhaustion() }) {
            admit(accepted, &group)
          } else {
            // Nothing can be accepted before something closes; without a pause this would spin.
            try? await Task.sleep(for: .milliseconds(50))
          }
        } catch {
          if case .closed = error { try? await Task.sleep(for: .milliseconds(50)) }
        }
      }
      listening.leaveLoop()
      await drain()
    }
  }

  /// No more connections and requests; what runs goes on.
  func stop() {
    state.withLock { $0.isStopping = true }
    listening.interrupt()
  }

  private func admit(_ accepted: Descriptor, _ group: inout DiscardingTaskGroup) {
    let isFull = state.withLock { $0.connections.count >= most }
    metrics.countConnection(refused: isFull)
    // Closed without a word: a full table must not be kept full by those it turns away.
    if isFull { return }
    let connection = Connection(Channel(accepted, on: loop), router: router, metrics: metrics, timeouts: timeouts)
    let key = ObjectIdentifier(connection)
    state.withLock { $0.connections[key] = connection }
    group.addTask { [self] in
      await connection.run()
      state.withLock { _ = $0.connections.removeValue(forKey: key) }
    }
  }

  private func drain() async {
    for connection in state.withLock({ Array($0.connections.values) }) { connection.finish() }
    let end = ContinuousClock.now + timeouts.grace
    while ContinuousClock.now < end, !state.withLock({ $0.connections.isEmpty }) {
      try? await Task.sleep(for: .milliseconds(10))
    }
    for connection in state.withLock({ Array($0.connections.values) }) { connection.abort() }
  }

  /// Descriptors are left over for the store, the weights and children.
  private static func connectionLimit() -> Int {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 256 }
    return max(16, Int(min(limit.rlim_cur, 4096)) - 64)
  }
}
