import Kernels
import Layers

/// Whisper's encoder: log-mel frames of one window to states, one for each two frames.
///
/// Two convolutions, learnt or sinusoidal positions, then layers of attention and feed-forward behind norms.
/// Source: Radford et al. 2022. Checked against recorded states of the reference implementation.
struct WhisperEncoder: Sendable {
  private let configuration: WhisperConfiguration
  private let convolutions: [TemporalConvolution]
  private let positions: FloatVector  // (positions, C)
  private let layers: [Layer]
  private let norm: LayerNorm

  init(_ shape: WhisperConfiguration, from source: WhisperWeights) throws {
    configuration = shape
    convolutions = [
      try source.convolution("encoder/conv1", outputs: shape.width, inputs: shape.bands, stride: 1),
      try source.convolution("encoder/conv2", outputs: shape.width, inputs: shape.width, stride: 2),
    ]
    positions = FloatVector(try source.vector("encoder/position_encodings/encodings", shape: [shape.positions, shape.width]))
    layers = try (0..<shape.encoderLayers).map { try Layer("encoder/layer_\($0)/", shape, from: source) }
    norm = try source.norm("encoder/layer_norm", width: shape.width)
  }

  /// - Parameters:
  ///   - frames: (T, bands), up to a window's frames; what is missing counts as zeros.
  ///   - shouldStop: asked before each layer; when true, nil is given.
  /// - Returns: (positions, C).
  func forward(_ frames: ArraySlice<Float>, compute: Compute, shouldStop: () -> Bool) -> Activations? {
    let shape = configuration
    precondition(frames.count % shape.bands == 0 && frames.count <= shape.frames * shape.bands, "WhisperEncoder: \(frames.count) values")
    func matrix(_ rows: Int, _ columns: Int) -> Activations { Activations(rows: rows, columns: columns) }
    let input = matrix(shape.frames, shape.bands), first = matrix(shape.frames, shape.width)
    let hidden = matrix(shape.positions, shape.width)
    // Both convolutions' inputs side by side, and later the feed-forward layer.
    let scratch = matrix(shape.frames, max(3 * shape.bands, 3 * shape.width / 2, shape.intermediate / 2 + 1))
    for i in 0..<frames.count / shape.bands {
      let start = frames.startIndex + i * shape.bands
      _ = unsafe input.row(i).update(from: frames[start..<start + shape.bands])
    }
    convolutions[0].forward(input, scratch: scratch, into: first, compute: compute)
    convolutions[1].forward(first, scratch: scratch, into: hidden, compute: compute)
    compute.add(positions, to: hidden)
    let room = Room(
      normed: matrix(shape.positions, shape.width), queries: matrix(shape.positions, shape.width),
      keys: matrix(shape.positions, shape.width), values: matrix(shape.positions, shape.width), wide: scratch)
    for layer in layers {
      if shouldStop() { return nil }
      layer.forward(hidden, room, compute: compute)
    }
    norm.forward(hidden, into: hidden, compute: compute)
    return hidden
  }

  private struct Room {
    let normed, queries, keys, values, wide: Activations
  }

  private struct Layer: Sendable {
    private let attentionNorm, feedForwardNorm: LayerNorm
    private let projections: LinearGroup
    private let attention: BidirectionalAttention
    private let output, expansion, contraction: Linear

    init(_ prefix: String, _ shape: WhisperConfiguration, from source: WhisperWeights) throws {
      let (c, f) = (shape.width, shape.intermediate)
      attentionNorm = try source.norm(prefix + "self_attention/layer_norm", width: c)
      projections = LinearGroup(try source.parts(prefix + "self_attention/linear_0", count: 3, width: c))
      attention = BidirectionalAttention(heads: shape.heads, headSize: c / shape.heads)
      output = try source.linear(prefix + "self_attention/linear_1", outputs: c, inputs: c)
      feedForwardNorm = try source.norm(prefix + "ffn/layer_norm", width: c)
      expansion = try source.linear(prefix + "ffn/linear_0", outputs: f, inputs: c)
      contraction = try source.linear(prefix + "ffn/linear_1", outputs: c, inputs: f)
    }

    func forward(_ hidden: Activations, _ room: Room, compute: Compute) {
      attentionNorm.forward(hidden, into: room.normed, compute: compute)
      projections.forward(room.normed, into: [room.queries, room.keys, room.values], compute: compute)
      attention.forward(
        queries: room.queries, keys: room.keys, values: room.values, sequences: [0..<hidden.rows], into: room.normed, compute: compute)
      output.forward(room.normed, addingTo: hidden, compute: compute)
      feedForwardNorm.forward(hidden, into: room.normed, compute: compute)
      expansion.forwardWithGELU(room.normed, into: room.wide, compute: compute)
      contraction.forward(room.wide, addingTo: hidden, compute: compute)
    }
  }
}
