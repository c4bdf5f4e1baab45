import Kernels
import Layers
import Weights

/// One layer of a BERT encoder: attention and feed-forward, each normalised after its residual connection.
struct BERTLayer: Sendable {
  private let projections: EncoderProjection  // queries, keys, values
  private let attention: BidirectionalAttention
  private let attentionOutput: EncoderProjection
  private let attentionNorm: LayerNorm
  private let expansion: EncoderProjection  // with GELU
  private let contraction: EncoderProjection
  private let outputNorm: LayerNorm

  /// - Parameter extents: what the layer's inputs reach, for `int8`.
  init(
    _ index: Int, of shape: BERTConfiguration, from source: BERTWeights, precision: EncoderPrecision,
    extents: ChannelExtents? = nil
  ) throws {
    let prefix = "encoder.layer.\(index)."
    let (c, f) = (shape.width, shape.intermediate)
    func projection(
      _ names: [String], outputs: Int, inputs: Int, _ input: ChannelExtents.Input, gelu: Bool = false
    ) throws -> EncoderProjection {
      try EncoderProjection(
        names.map { try EncoderMatrix(prefix + $0, outputs: outputs, inputs: inputs, file: source.file) },
        precision: precision, extents: extents?[input], appliesGELU: gelu, compute: source.compute)
    }
    projections = try projection(
      ["attention.self.query", "attention.self.key", "attention.self.value"], outputs: c, inputs: c, .states)
    attention = BidirectionalAttention(heads: shape.heads, headSize: c / shape.heads)
    attentionOutput = try projection(["attention.output.dense"], outputs: c, inputs: c, .attended)
    attentionNorm = try source.norm(prefix + "attention.output.LayerNorm", width: c, epsilon: shape.epsilon)
    expansion = try projection(["intermediate.dense"], outputs: f, inputs: c, .normalised, gelu: true)
    contraction = try projection(["output.dense"], outputs: c, inputs: f, .expanded)
    outputNorm = try source.norm(prefix + "output.LayerNorm", width: c, epsilon: shape.epsilon)
  }

  /// `work.hidden` (T, C) in and out.
  ///
  /// - Parameter extents: learns what the products' inputs reach, when given.
  func forward(_ work: BERTWorkspace, sequences: [Range<Int>], compute: Compute, recording extents: ChannelExtents? = nil) {
    extents?.record(work.hidden, as: .states)
    projections.forward(work.hidden, into: [work.queries, work.keys, work.values], compute: compute)
    attention.forward(
      queries: work.queries, keys: work.keys, values: work.values, sequences: sequences, into: work.attended, compute: compute)
    extents?.record(work.attended, as: .attended)
    attentionOutput.forward(work.attended, into: [work.projected], compute: compute)
    attentionNorm.forward(work.hidden, adding: work.projected, into: work.hidden, compute: compute)
    extents?.record(work.hidden, as: .normalised)
    expansion.forward(work.hidden, into: [work.expanded], compute: compute)
    extents?.record(work.expanded, as: .expanded)
    contraction.forward(work.expanded, into: [work.projected], compute: compute)
    outputNorm.forward(work.hidden, adding: work.projected, into: work.hidden, compute: compute)
  }
}
