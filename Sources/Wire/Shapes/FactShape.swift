/// A statement of the graph, or one computed from it.
public struct FactShape: Codable, Sendable, Equatable {
  public var subject: String
  public var predicate: String
  public var object: String
  /// The triple's number; nil for what was computed.
  public var triple: Int64?
  public var inferred: Bool
  public var score: Double

  public init(subject: String, predicate: String, object: String, triple: Int64?, inferred: Bool, score: Double) {
    self.subject = subject
    self.predicate = predicate
    self.object = object
    self.triple = triple
    self.inferred = inferred
    self.score = score
  }
}
