import Kernels
import Layers
import Weights

/// One layer of a decoder: attention, then a gated feed-forward, each behind a norm and added to its input.
struct DecoderLayer: Sendable {
  private let attentionNorm: RMSNorm
  private let projections: LinearGroup  // queries, keys, values
  private let attention: CausalAttention
  private let attentionOutput: Linear
  private let feedForwardNorm: RMSNorm
  private let gates: LinearGroup  // gate, up
  private let contraction: Linear

  init(_ index: Int, of shape: DecoderConfiguration, from source: DecoderWeights) throws {
    let prefix = "blk.\(index)."
    let (c, f) = (shape.width, shape.intermediate)
    let (q, kv) = (shape.heads * shape.headSize, shape.keyValueHeads * shape.headSize)
    attentionNorm = RMSNorm(weight: try source.vector(prefix + "attn_norm.weight", count: c), epsilon: shape.epsilon)
    projections = LinearGroup([
      try source.linear(prefix + "attn_q", outputs: q, inputs: c),
      try source.linear(prefix + "attn_k", outputs: kv, inputs: c),
      try source.linear(prefix + "attn_v", outputs: kv, inputs: c),
    ])
    attention = CausalAttention(heads: shape.heads, keyValueHeads: shape.keyValueHeads, headSize: shape.headSize)
    attentionOutput = try source.linear(prefix + "attn_output", outputs: c, inputs: q)
    feedForwardNorm = RMSNorm(weight: try source.vector(prefix + "ffn_norm.weight", count: c), epsilon: shape.epsilon)
    gates = LinearGroup([
      try source.linear(prefix + "ffn_gate", outputs: f, inputs: c),
      try source.linear(prefix + "ffn_up", outputs: f, inputs: c),
    ])
    contraction = try source.linear(prefix + "ffn_down", outputs: c, inputs: f)
  }

  /// `work.hidden` (T, C) in and out; the segments' keys and values go into layer `index` of their caches.
  func forward(
    _ index: Int, segments: [CausalAttention.Segment], rotary: RotaryPositions, work: DecoderWorkspace, compute: Compute
  ) throws(CacheError) {
    attentionNorm.forward(work.hidden, into: work.normed, compute: compute)
    projections.forward(work.normed, into: [work.queries, work.keys, work.values], compute: compute)
    for segment in segments {
      let start = segment.cache.count
      rotary.apply(to: work.queries, rows: segment.rows, start: start, compute: compute)
      rotary.apply(to: work.keys, rows: segment.rows, start: start, compute: compute)
      try segment.cache.store(layer: index, keys: work.keys, values: work.values, rows: segment.rows, compute: compute)
    }
    attention.forward(work.queries, segments: segments, layer: index, into: work.attended, compute: compute)
    attentionOutput.forward(work.attended, into: work.projected, compute: compute)
    add(work.projected, to: work.hidden, compute: compute)

    feedForwardNorm.forward(work.hidden, into: work.normed, compute: compute)
    gates.forward(work.normed, into: [work.gate, work.up], compute: compute)
    SwiGLU.forward(gate: work.gate, up: work.up, into: work.gate, compute: compute)
    contraction.forward(work.gate, into: work.projected, compute: compute)
    add(work.projected, to: work.hidden, compute: compute)
  }
}
