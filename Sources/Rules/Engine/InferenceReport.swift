public import KnowledgeGraph

/// What an application of the rules did.
public struct InferenceReport: Sendable, Hashable {
  /// Triples that were looked at as something new.
  public var examined = 0
  /// Triples that the store did not have.
  public var concluded = 0
  /// Inferred triples that nothing supports any more.
  public var withdrawn = 0
  /// All triples of the store that are inferred and nothing else.
  public var inferred = 0
  /// New triples by rule, the most first.
  public var byRule: [RuleCount] = []
  /// What could not be compared or computed, with an example of each kind.
  public var problems: [String] = []
  /// Properties that can have one value at a time and have several, at least one of them inferred; at most 100. All values are kept.
  public var contradictions: [Contradiction] = []
  public var seconds = 0.0

  public struct RuleCount: Sendable, Hashable {
    public let rule: String
    public let count: Int
  }
}
