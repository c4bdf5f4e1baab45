/// Who comes next where several users wait for the same thing.
///
/// The user with the fewest running comes first; among equals the one who had a turn longest ago; of one user's own the
/// one that waits longest. Somebody with a hundred questions thus delays nobody by more than one of them.
public struct FairOrder: Sendable {
  /// When each user's last turn began.
  private var turns: [UInt32: UInt64] = [:]
  private var time: UInt64 = 0

  public init() {}

  /// The place in the line of the one who comes next, or nil of an empty line.
  ///
  /// - Parameters:
  ///   - waiting: the users in the line, longest waiting first.
  ///   - running: how many each user has running.
  public func next(_ waiting: [UInt32], running: [UInt32: Int]) -> Int? {
    waiting.indices.min { a, b in
      let (first, second) = (waiting[a], waiting[b])
      return (running[first] ?? 0, turns[first] ?? 0, a) < (running[second] ?? 0, turns[second] ?? 0, b)
    }
  }

  /// Notes that a user's turn begins.
  public mutating func begin(_ user: UInt32) {
    time += 1
    turns[user] = time
  }
}
