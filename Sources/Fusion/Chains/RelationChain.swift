/// A way through a graph, hop by hop: the films somebody acted in, and who directed those.
public struct RelationChain: Hashable, Sendable {
  /// One relation, from its subject to its objects or back.
  public struct Hop: Hashable, Sendable {
    public let relation: Int32
    public let isForward: Bool

    public init(_ relation: Int32, isForward: Bool) {
      self.relation = relation
      self.isForward = isForward
    }
  }

  public let hops: [Hop]

  public init(_ hops: [Hop]) { self.hops = hops }
}

/// A question that a chain of relations from one named thing answers.
public struct ChainQuestion: Sendable {
  public let text: String
  /// The thing named.
  public let entity: Int32
  /// Number of the chain asked for, in the set's list.
  public let chain: Int32
  public let answers: [Int32]
  /// The text with the name taken out: questions with the same wording go to the same part.
  public let wording: String
}
