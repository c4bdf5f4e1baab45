public import KnowledgeGraph

/// What of the store's graph is trained on.
public struct GraphSelection: Sendable, Hashable, Codable {
  /// Triples with an end in this domain; nil for all.
  public var domain: Domain?
  /// Whether triples that rules inferred are trained on like stated ones.
  public var takesInferred: Bool

  public init(domain: Domain? = nil, takesInferred: Bool = false) {
    self.domain = domain
    self.takesInferred = takesInferred
  }
}
