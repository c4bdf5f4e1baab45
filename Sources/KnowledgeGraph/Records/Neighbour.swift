/// One edge between an entity and another, seen from the first.
public struct Neighbour: Sendable, Hashable {
  public let entity: EntityID
  public let predicate: EntityID
  public let triple: TripleID
  /// Whether the first is the triple's subject.
  public let isForward: Bool
}
