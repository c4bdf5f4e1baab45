public import KnowledgeGraph

/// Tells likely links that the graph does not state.
public protocol LinkForetelling: Sendable {
  /// The likeliest objects of a thing's relation, best first; none where the relation is stated already, or nothing was trained.
  ///
  /// - Parameter relation: the last part of its IRI in the project's vocabulary.
  func links(from entity: EntityID, relation: String, limit: Int) async throws -> [ForetoldLink]
}
