public import RDF

/// A triple of the store with the numbers of its terms.
public struct TripleRecord: Sendable, Hashable {
  public let id: TripleID
  public let triple: Triple
  public let subject: EntityID
  public let predicate: EntityID
  /// The object's term; an entity only when ``Triple/object`` is no literal.
  public let object: EntityID
  /// The name of the graph that holds it; nil for the default graph.
  public let graph: EntityID?
  /// Whether a rule or a model gave it rather than a document or a person.
  public let inferred: Bool
  /// In 0…1: the highest that any of its sources gives it.
  public let confidence: Double

  public init(
    id: TripleID, triple: Triple, subject: EntityID, predicate: EntityID, object: EntityID, graph: EntityID? = nil, inferred: Bool,
    confidence: Double
  ) {
    self.id = id
    self.triple = triple
    self.subject = subject
    self.predicate = predicate
    self.object = object
    self.graph = graph
    self.inferred = inferred
    self.confidence = confidence
  }
}
