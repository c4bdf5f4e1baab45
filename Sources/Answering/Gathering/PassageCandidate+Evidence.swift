public import Fusion

extension PassageCandidate {
  /// A passage as it was gathered.
  ///
  /// - Parameter vector: of the passage, where it has one.
  public init(_ passage: EvidencePassage, vector: [Float]?) {
    self.init(
      title: passage.heading.last ?? "", text: passage.text, vector: vector ?? [], words: Float(passage.words ?? 0),
      similarity: Float(passage.similarity ?? 0), graph: Float(passage.graph ?? 0), fused: Float(passage.score))
  }
}
