/// How far rules may go before their work is thrown away.
public struct InferenceLimits: Sendable, Hashable {
  /// New triples of one application.
  public var triples: Int
  public var seconds: Double

  public init(triples: Int = 1_000_000, seconds: Double = 120) {
    self.triples = triples
    self.seconds = seconds
  }
}
