/// A triple of the default graph as numbers, for those who reason over many.
public struct StoredFact: Sendable, Hashable {
  public let id: TripleID
  public let subject, predicate, object: EntityID
  /// That of its first source.
  public let confidence: Double

  public init(id: TripleID, subject: EntityID, predicate: EntityID, object: EntityID, confidence: Double) {
    self.id = id
    self.subject = subject
    self.predicate = predicate
    self.object = object
    self.confidence = confidence
  }
}
