/// The shape of a fusion Transformer.
public struct FusionConfiguration: Sendable, Equatable, Codable {
  /// C.
  public var width = 192
  public var layers = 2
  public var heads = 4
  public var intermediate = 512
  /// Of the attention's and the feed-forward's results, in training.
  public var dropout: Float = 0.1
  /// Elements of a word's state (384 of MiniLM).
  public var wordWidth: Int
  /// Elements of an entity's features: its label's vector and its graph embedding; 0 where no entity is a token.
  public var entityWidth: Int
  /// R.
  public var relations: Int

  public init(wordWidth: Int, entityWidth: Int, relations: Int) {
    self.wordWidth = wordWidth
    self.entityWidth = entityWidth
    self.relations = relations
  }
}
