import Kernels
import Layers
import Weights

/// Whisper's decoder: the tokens so far and a window of sound to the next token's logits.
///
/// Each layer attends to the text, then to the sound, then feeds forward, each behind a norm.
/// Source: Radford et al. 2022; Vaswani et al. 2017.
struct WhisperDecoder: Sendable {
  private let configuration: WhisperConfiguration
  private let embedding: TokenEmbedding
  private let positions: [Float]  // (textPositions, C)
  private let layers: [Layer]
  private let norm: LayerNorm
  private let projection: WeightMatrix

  init(_ shape: WhisperConfiguration, from source: WhisperWeights) throws {
    configuration = shape
    let table = try source.matrix("decoder/embeddings/weight", shape: [shape.vocabulary, shape.width])
    embedding = TokenEmbedding(table: table)
    // Whisper scores tokens with their embeddings.
    let scores = try source.file.tensor("decoder/projection/weight", shape: [shape.vocabulary, shape.width])
    projection =
      scores.range == (try source.file.tensor("decoder/embeddings/weight").range)
      ? table : try source.matrix("decoder/projection/weight", shape: [shape.vocabulary, shape.width])
    positions = try source.vector("decoder/position_encodings/encodings", shape: [shape.textPositions, shape.width])
    layers = try (0..<shape.decoderLayers).map { try Layer("decoder/layer_\($0)/", shape, from: source) }
    norm = try source.norm("decoder/layer_norm", width: shape.width)
  }

  /// The sound's keys and values for every layer.
  func remember(_ states: Activations, compute: Compute) -> WhisperMemory {
    let shape = configuration
    let memory = WhisperMemory(states: states, layers: shape.decoderLayers, heads: shape.heads, headSize: shape.width / shape.heads)
    let keys = Activations(rows: states.rows, columns: shape.width), values = Activations(rows: states.rows, columns: shape.width)
    for (index, layer) in layers.enumerated() {
      layer.memoryProjections.forward(states, into: [keys, values], compute: compute)
      compute.store(keys: keys, values: values, rows: 0..<states.rows, in: memory.store, slot: index, blocks: memory.blocks, at: 0)
    }
    return memory
  }

  /// The next tokens of some texts of `cache`, and the logits after the last `logitRows` of each.
  func forward(
    _ segments: [WhisperModel.Segment], cache: WhisperTextCache, memory: WhisperMemory, work: WhisperWorkspace, compute: Compute
  ) {
    let shape = configuration
    var tokens: [Int32] = [], parts: [(rows: Range<Int>, text: Int)] = [], wanted: [Int] = []
    for segment in segments {
      precondition(!segment.tokens.isEmpty, "WhisperDecoder: an empty segment")
      precondition(cache.counts[segment.text] + segment.tokens.count <= shape.textPositions, "WhisperDecoder: past the last position")
      cache.reserve(segment.tokens.count, text: segment.text)
      parts.append((tokens.count..<tokens.count + segment.tokens.count, segment.text))
      tokens += segment.tokens
      wanted += tokens.count - segment.logitRows..<tokens.count
    }
    embedding.forward(tokens, into: work.hidden, compute: compute)
    for part in parts {
      for (i, t) in part.rows.enumerated() {
        let row = unsafe work.hidden.row(t), at = (cache.counts[part.text] + i) * shape.width
        for c in 0..<shape.width { unsafe row[c] += positions[at + c] }
      }
    }
    for (index, layer) in layers.enumerated() {
      layer.forward(index, parts: parts, cache: cache, memory: memory, work: work, compute: compute)
    }
    for part in parts { cache.advance(part.rows.count, text: part.text) }
    guard !wanted.isEmpty else { return }
    work.last.gather(wanted, from: work.hidden)
    norm.forward(work.last, into: work.last, compute: compute)
    projection.multiply(work.last, into: work.logits, compute: compute)
  }

  private struct Layer: Sendable {
    private let textNorm, soundNorm, feedForwardNorm: LayerNorm
    private let projections: LinearGroup
    private let textOutput, soundQueries, soundOutput, expansion, contraction: Linear
    private let headSize: Int
    let memoryProjections: LinearGroup

    init(_ prefix: String, _ shape: WhisperConfiguration, from source: WhisperWeights) throws {
      let (c, f) = (shape.width, shape.intermediate)
      headSize = c / shape.heads
      textNorm = try source.norm(prefix + "self_attention/layer_norm", width: c)
      projections = LinearGroup(try source.parts(prefix + "self_attention/linear_0", count: 3, width: c))
      textOutput = try source.linear(prefix + "self_attention/linear_1", outputs: c, inputs: c)
      soundNorm = try source.norm(prefix + "attention/layer_norm", width: c)
      soundQueries = try source.linear(prefix + "attention/linear_0", outputs: c, inputs: c)
      memoryProjections = LinearGroup(try source.parts(prefix + "attention/linear_1", count: 2, width: c))
      soundOutput = try source.linear(prefix + "attention/linear_2", outputs: c, inputs: c)
      feedForwardNorm = try source.norm(prefix + "ffn/layer_norm", width: c)
      expansion = try source.linear(prefix + "ffn/linear_0", outputs: f, inputs: c)
      contraction = try source.linear(prefix + "ffn/linear_1", outputs: c, inputs: f)
    }

    func forward(
      _ index: Int, parts: [(rows: Range<Int>, text: Int)], cache: WhisperTextCache, memory: WhisperMemory, work: WhisperWorkspace,
      compute: Compute
    ) {
      textNorm.forward(work.hidden, into: work.normed, compute: compute)
      projections.forward(work.normed, into: [work.queries, work.keys, work.values], compute: compute)
      let texts = parts.map { part in
        compute.store(
          keys: work.keys, values: work.values, rows: part.rows, in: cache.store, slot: index, blocks: cache.tables[part.text],
          at: cache.counts[part.text])
        return AttentionPart(
          rows: part.rows, store: cache.store, slot: index, blocks: cache.tables[part.text], firstLength: cache.counts[part.text] + 1,
          causal: true)
      }
      compute.attend(work.queries, parts: texts, headSize: headSize, into: work.attended)
      textOutput.forward(work.attended, addingTo: work.hidden, compute: compute)

      soundNorm.forward(work.hidden, into: work.normed, compute: compute)
      soundQueries.forward(work.normed, into: work.queries, compute: compute)
      let sound = AttentionPart(
        rows: 0..<work.queries.rows, store: memory.store, slot: index, blocks: memory.blocks, firstLength: memory.length, causal: false)
      compute.attend(work.queries, parts: [sound], headSize: headSize, into: work.attended)
      soundOutput.forward(work.attended, addingTo: work.hidden, compute: compute)

      feedForwardNorm.forward(work.hidden, into: work.normed, compute: compute)
      expansion.forwardWithGELU(work.normed, into: work.expanded, compute: compute)
      contraction.forward(work.expanded, addingTo: work.hidden, compute: compute)
    }
  }
}
