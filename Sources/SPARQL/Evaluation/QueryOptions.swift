public import RDF

/// How a query is run.
public struct QueryOptions: Sendable {
  public var limits = QueryLimits()
  /// The most that `kg:matches` finds for one text.
  public var textMatches = 1000
  /// What `?x kg:similarTo "text"` finds, best first: given by whoever has an encoder.
  public var similar: (@Sendable (_ text: String) throws -> [Term])?
  /// What `subject kg:predicted …` finds: the relation and object of links that graph embeddings expect. Nil while nothing is trained.
  public var predicted: (@Sendable (_ subject: Term) throws -> [(predicate: Term, object: Term)])?

  public init() {}
}
