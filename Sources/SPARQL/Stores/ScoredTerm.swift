public import RDF

/// What a search found, and how well it fits: greater is better, within one search.
public struct ScoredTerm: Sendable {
  public let term: Term
  public let score: Double

  public init(_ term: Term, score: Double) {
    self.term = term
    self.score = score
  }
}
