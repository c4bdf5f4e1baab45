import Answering
import Synchronization

/// The last turns of conversations, kept in memory while the daemon runs; a user reaches only their own.
final class Conversations: Sendable {
  struct Key: Hashable, Sendable { let user: UInt32, name: String }

  private static let most = 256
  private static let turns = 6
  private struct State {
    var turns: [Key: [Turn]] = [:]
    /// Least recently used first.
    var order: [Key] = []
  }
  private let state = Mutex(State())

  func history(_ key: Key) -> [Turn] { state.withLock { $0.turns[key] ?? [] } }

  func add(_ turn: Turn, to key: Key) {
    state.withLock { state in
      state.turns[key] = Array(((state.turns[key] ?? []) + [turn]).suffix(Self.turns))
      state.order.removeAll { $0 == key }
      state.order.append(key)
      if state.order.count > Self.most { state.turns[state.order.removeFirst()] = nil }
    }
  }
}
