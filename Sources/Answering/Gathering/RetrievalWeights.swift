/// How much each way of finding passages counts in their fused rank.
public struct RetrievalWeights: Sendable, Hashable {
  public var words: Double
  public var vectors: Double
  public var graph: Double

  public init(words: Double, vectors: Double, graph: Double) {
    self.words = words
    self.vectors = vectors
    self.graph = graph
  }

  /// What answering uses: chosen on multi-hop questions, annual reports and searches for code, where it was first or second.
  public static let standard = RetrievalWeights(words: 0.3, vectors: 0.7, graph: 0.05)
  public static let wordsAlone = RetrievalWeights(words: 1, vectors: 0, graph: 0)
  public static let vectorsAlone = RetrievalWeights(words: 0, vectors: 1, graph: 0)
}
