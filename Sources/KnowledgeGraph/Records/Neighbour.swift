/// One edge between an entity and another, seen from the first.
public struct Neighbour: Sendable, Hashable {
  public let entity: EntityID
  public let predicate: EntityID
  public let triple: TripleID
  /// Whether the first is the triple's subject.
  public let isForward: Bool

  public init(entity: EntityID, predicate: EntityID, triple: TripleID, isForward: Bool) {
    self.entity = entity
    self.predicate = predicate
    self.triple = triple
    self.isForward = isForward
  }
}
