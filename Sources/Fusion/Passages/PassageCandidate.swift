/// A passage that a search found for a question, with what the search knows of it.
public struct PassageCandidate: Sendable {
  /// The innermost heading above it, or what its document calls itself.
  public var title: String
  public var text: String
  /// From the text encoder; empty where it has none.
  public var vector: [Float]
  /// Score by words; 0 where words did not find it.
  public var words: Float
  /// Cosine with the question's vector.
  public var similarity: Float
  /// Score over the graph; 0 where it did not lead there.
  public var graph: Float
  /// What the search ranked by.
  public var fused: Float

  public init(title: String, text: String, vector: [Float], words: Float, similarity: Float, graph: Float, fused: Float) {
    self.title = title
    self.text = text
    self.vector = vector
    self.words = words
    self.similarity = similarity
    self.graph = graph
    self.fused = fused
  }
}
