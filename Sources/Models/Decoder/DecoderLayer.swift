import Kernels
import Layers
import Weights

/// One layer of a decoder: attention, then a gated feed-forward, each behind a norm and added to its input.
struct DecoderLayer: Sendable {
  private let attentionNorm: RMSNorm
  private var projections: LinearGroup  // queries, keys, values
  private let attention: CausalAttention
  private var attentionOutput: Linear
  private let feedForwardNorm: RMSNorm
  private var gates: LinearGroup  // gate, up
  private var contraction: Linear

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

  /// The same weights, shared, with what adapters add beside them.
  ///
  /// - Throws: ``WeightFileError`` where an adapter is of another decoder.
  func adapted(_ index: Int, by adapters: [AppliedAdapter], shape: DecoderConfiguration, compute: Compute) throws -> DecoderLayer {
    func adapted(_ place: TrainableDecoderLayer.Place, _ linear: Linear) throws -> Linear {
      let parts = try adapters.compactMap {
        try $0.part(layer: index, place: place, inputs: linear.inputs, outputs: linear.outputs, shape: shape)
      }
      if parts.isEmpty { return linear }
      return linear.adapted(by: try LowRankAddition(parts, inputs: linear.inputs, outputs: linear.outputs, compute: compute))
    }
    var copy = self
    copy.projections = LinearGroup(try zip([.queries, .keys, .values], projections.layers).map { try adapted($0, $1) })
    copy.attentionOutput = try adapted(.attentionOutput, attentionOutput)
    copy.gates = LinearGroup(try zip([.gate, .up], gates.layers).map { try adapted($0, $1) })
    copy.contraction = try adapted(.contraction, contraction)
    return copy
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
