/// A passage found by a search. Scores of different searches cannot be compared: BM25 is open upwards, vectors give a cosine.
public struct ScoredPassage: Sendable, Hashable {
  public let passage: PassageID
  /// Greater is better.
  public let score: Double

  public init(passage: PassageID, score: Double) {
    self.passage = passage
    self.score = score
  }
}
