import Layers
import Weights

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

  /// What it adds to one projection, or nil for nothing.
  ///
  /// - Throws: ``WeightFileError`` where the shapes do not fit.
  func part(layer: Int, place: TrainableDecoderLayer.Place, inputs: Int, outputs: Int, shape: DecoderConfiguration)
    throws(WeightFileError) -> LowRankAddition.Part?
  {
    guard let found = try adapter.addition(layer: layer, place: place, inputs: inputs, outputs: outputs, shape: shape) else { return nil }
    let settings = adapter.settings
    return LowRankAddition.Part(down: found.down, up: found.up, rank: settings.rank, scale: weight * settings.alpha / Float(settings.rank))
  }
}
