/// What lost its support, and so was taken back before it is tried again.
public struct Withdrawal: Sendable {
  /// A statement that a rule had concluded.
  public struct Goal: Sendable, Hashable {
    public let subject, predicate, object: EntityID
  }

  /// Statements that may follow in another way.
  public internal(set) var goals: [Goal] = []
  /// Those of them that were inferred and nothing else, so that they went.
  public internal(set) var removed: [Goal] = []
  /// Terms that may be named by nothing any more.
  var orphans: Set<Int64> = []
}
