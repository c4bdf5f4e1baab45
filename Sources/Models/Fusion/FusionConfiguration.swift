/// The shape of a fusion Transformer.
public struct FusionConfiguration: Sendable, Equatable, Codable {
  /// C.
  public var width = 192
  public var layers = 2
  public var heads = 4
  public var intermediate = 512
  /// Of the attention's and the feed-forward's results, in training.
  public var dropout: Float = 0.1
  /// Elements of each kind's features; a kind without any is no token.
  public var features: [FusionToken: Int]
  /// Kinds whose tokens get a score each: which candidate is meant, which passage answers.
  public var scored: [FusionToken]
  /// What the question's own token tells: so many classes for each head.
  public var classes: [Int]

  public init(features: [FusionToken: Int], scored: [FusionToken] = [], classes: [Int] = []) {
    self.features = features.filter { $0.value > 0 }
    self.scored = scored.sorted()
    self.classes = classes
  }
}
