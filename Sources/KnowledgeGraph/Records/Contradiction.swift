/// A property that can have one value at a time and has several. All of them stay in the store: a person decides.
public struct Contradiction: Sendable, Hashable {
  /// What has several values; for an inverse functional property the value that several things have.
  public let entity: EntityID
  public let predicate: EntityID
  /// Whether the property allows a value to belong to one thing only, rather than a thing to have one value only.
  public let isInverse: Bool
  /// The triples that cannot hold together, in the order of their values.
  public let triples: [TripleID]

  public init(entity: EntityID, predicate: EntityID, isInverse: Bool, triples: [TripleID]) {
    self.entity = entity
    self.predicate = predicate
    self.isInverse = isInverse
    self.triples = triples
  }
}
