import Kernels
import Layers
import Weights

/// One layer of a BERT encoder: attention and feed-forward, each normalised after its residual connection.
struct BERTLayer: Sendable {
  private let projections: LinearGroup  // queries, keys, values
  private let attention: BidirectionalAttention
  private let attentionOutput: Linear
  private let attentionNorm: LayerNorm
  private let expansion: Linear
  private let contraction: Linear
  private let outputNorm: LayerNorm

  init(_ index: Int, of shape: BERTConfiguration, from source: BERTWeights) throws {
    let prefix = "encoder.layer.\(index)."
    let (c, f) = (shape.width, shape.intermediate)
    projections = LinearGroup([
      try source.linear(prefix + "attention.self.query", outputs: c, inputs: c),
      try source.linear(prefix + "attention.self.key", outputs: c, inputs: c),
      try source.linear(prefix + "attention.self.value", outputs: c, inputs: c),
    ])
    attention = BidirectionalAttention(heads: shape.heads, headSize: c / shape.heads)
    attentionOutput = try source.linear(prefix + "attention.output.dense", outputs: c, inputs: c)
    attentionNorm = try source.norm(prefix + "attention.output.LayerNorm", width: c, epsilon: shape.epsilon)
    expansion = try source.linear(prefix + "intermediate.dense", outputs: f, inputs: c)
    contraction = try source.linear(prefix + "output.dense", outputs: c, inputs: f)
    outputNorm = try source.norm(prefix + "output.LayerNorm", width: c, epsilon: shape.epsilon)
  }

  /// `work.hidden` (T, C) in and out.
  func forward(_ work: BERTWorkspace, sequences: [Range<Int>], compute: Compute) {
    projections.forward(work.hidden, into: [work.queries, work.keys, work.values], compute: compute)
    attention.forward(
      queries: work.queries, keys: work.keys, values: work.values, sequences: sequences, into: work.attended, compute: compute)
    attentionOutput.forward(work.attended, into: work.projected, compute: compute)
    attentionNorm.forward(work.hidden, adding: work.projected, into: work.hidden, compute: compute)
    expansion.forward(work.hidden, into: work.expanded, compute: compute)
    GELU.apply(to: work.expanded, compute: compute)
    contraction.forward(work.expanded, into: work.projected, compute: compute)
    outputNorm.forward(work.hidden, adding: work.projected, into: work.hidden, compute: compute)
  }
}

/// The activations of one batch, kept for all layers.
final class BERTWorkspace {
  let hidden, queries, keys, values, attended, projected, expanded: Activations

  init(tokens: Int, shape: BERTConfiguration) {
    func wide() -> Activations { Activations(rows: tokens, columns: shape.width) }
    hidden = wide()
    queries = wide()
    keys = wide()
    values = wide()
    attended = wide()
    projected = wide()
    expanded = Activations(rows: tokens, columns: shape.intermediate)
  }
}
