/// An adapter in use by a decoder.
public struct AppliedAdapter: Sendable {
  /// How it meets the weights that it changes.
  public enum Way: String, Sendable, CaseIterable {
    /// Beside them, as it was trained: 2·r·(N + K) more operations a token and map. Several are stacked.
    case beside
    /// Added to them once at load. The maps that it changes become bfloat16, 2 bytes a weight, whatever they were.
    case merged
  }

  public var adapter: DecoderAdapter
  public var way: Way
  /// How much of it is added: 1 is as it was trained.
  public var weight: Float

  public init(_ adapter: DecoderAdapter, way: Way = .beside, weight: Float = 1) {
    self.adapter = adapter
    self.way = way
    self.weight = weight
  }
}
