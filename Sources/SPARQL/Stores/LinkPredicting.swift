public import KnowledgeGraph

/// A link that no source states and that graph embeddings expect.
public struct LinkPrediction: Sendable, Equatable {
  /// Numbers of terms.
  public let subject, relation, object: Int64
  /// How likely it is, in 0…1.
  public let probability: Double

  public init(subject: Int64, relation: Int64, object: Int64, probability: Double) {
    self.subject = subject
    self.relation = relation
    self.object = object
    self.probability = probability
  }
}

/// Whoever has graph embeddings of a store: what `kg:predicted` asks. Given to ``StoreSource/predictor``.
public protocol LinkPredicting: Sendable {
  /// The likeliest links that fit and that the store does not state, the likeliest first.
  ///
  /// At least one of `subject` and `object` is given. Where an entity or relation is not among those that were learnt there are none.
  ///
  /// - Parameters:
  ///   - relation: nil for any that was learnt.
  ///   - limit: the most that are wanted; for a nil `relation` over all relations together.
  ///   - reader: the snapshot that the query runs on. Used within the call only.
  /// - Throws: what ends the query. Long work should call ``StoreReader/checkCancellation()`` now and then.
  func links(subject: EntityID?, relation: EntityID?, object: EntityID?, limit: Int, in reader: StoreReader) throws -> [LinkPrediction]
}
