import Kernels
import Layers

/// One layer of a decoder with a backward: the arithmetic of ``DecoderLayer``, over projections that are frozen or trained.
final class TrainableDecoderLayer {
  /// The linear maps of a layer, by the names that adapters know them by.
  enum Place: String, CaseIterable {
    case queries = "self_attn.q_proj"
    case keys = "self_attn.k_proj"
    case values = "self_attn.v_proj"
    case attentionOutput = "self_attn.o_proj"
    case gate = "mlp.gate_proj"
    case up = "mlp.up_proj"
    case contraction = "mlp.down_proj"

    /// What a GGUF file calls it.
    var fileName: String {
      switch self {
      case .queries: "attn_q"
      case .keys: "attn_k"
      case .values: "attn_v"
      case .attentionOutput: "attn_output"
      case .gate: "ffn_gate"
      case .up: "ffn_up"
      case .contraction: "ffn_down"
      }
    }

    /// Rows and columns of its weights.
    func size(in shape: DecoderConfiguration) -> (outputs: Int, inputs: Int) {
      let (c, f) = (shape.width, shape.intermediate), (q, kv) = (shape.heads * shape.headSize, shape.keyValueHeads * shape.headSize)
      return switch self {
      case .queries: (q, c)
      case .keys, .values: (kv, c)
      case .attentionOutput: (c, q)
      case .gate, .up: (f, c)
      case .contraction: (c, f)
      }
    }
  }

  let attentionNorm, feedForwardNorm: TrainableRMSNorm
  private(set) var projections: [Place: any Projection]
  private let attention: TrainableAttention

  /// - Parameters:
  ///   - norm: makes the norm of a name.
  ///   - projection: makes the map of a name, with so many outputs and inputs.
  init(
    _ index: Int, of shape: DecoderConfiguration, norm: (String) throws -> TrainableRMSNorm, projection: (String, Int, Int) throws -> any Projection
  ) rethrows {
    let prefix = "blk.\(index)."
    var projections: [Place: any Projection] = [:]
    for place in Place.allCases {
      let size = place.size(in: shape)
      projections[place] = try projection(prefix + place.fileName, size.outputs, size.inputs)
    }
    self.projections = projections
    attentionNorm = try norm(prefix + "attn_norm")
    feedForwardNorm = try norm(prefix + "ffn_norm")
    attention = TrainableAttention(AttentionShape(heads: shape.heads, keyValueHeads: shape.keyValueHeads, headSize: shape.headSize, isCausal: true))
  }

  var parameters: [Parameter] {
    attentionNorm.parameters + feedForwardNorm.parameters + Place.allCases.flatMap { projections[$0]!.parameters }
  }

  /// Puts another projection, of the same shape, in the place of one.
  func replace(_ place: Place, with projection: any Projection) { projections[place] = projection }

  private func projection(_ place: Place) -> any Projection { projections[place]! }

  /// What a forward leaves for the backward.
  final class Memory {
    let normed, queries, keys, values, attended, middle, normedAgain, gate, up, gated: Activations

    init(tokens: Int, shape: DecoderConfiguration) {
      func matrix(_ columns: Int) -> Activations { Activations(rows: tokens, columns: columns) }
      let (c, q, kv) = (shape.width, shape.heads * shape.headSize, shape.keyValueHeads * shape.headSize)
      (normed, middle, normedAgain) = (matrix(c), matrix(c), matrix(c))
      (queries, attended) = (matrix(q), matrix(q))
      (keys, values) = (matrix(kv), matrix(kv))
      (gate, up, gated) = (matrix(shape.intermediate), matrix(shape.intermediate), matrix(shape.intermediate))
    }
  }

  /// Slopes that only live within one layer's backward.
  final class Scratch {
    let gated, normed, attended, queries, keys, values: Activations

    init(tokens: Int, shape: DecoderConfiguration) {
      func matrix(_ columns: Int) -> Activations { Activations(rows: tokens, columns: columns) }
      let (q, kv) = (shape.heads * shape.headSize, shape.keyValueHeads * shape.headSize)
      gated = matrix(shape.intermediate)
      normed = matrix(shape.width)
      (attended, queries) = (matrix(q), matrix(q))
      (keys, values) = (matrix(kv), matrix(kv))
    }
  }

  /// `x` (T, C) stays; `y` becomes (T, C).
  func forward(_ x: Activations, into y: Activations, sequences: [Range<Int>], rotary: RotaryPositions, memory: Memory, pass: TrainingPass) {
    let compute = pass.compute
    attentionNorm.forward(x, into: memory.normed, pass: pass)
    projection(.queries).forward(memory.normed, into: memory.queries, pass: pass.part(0))
    projection(.keys).forward(memory.normed, into: memory.keys, pass: pass.part(1))
    projection(.values).forward(memory.normed, into: memory.values, pass: pass.part(2))
    for rows in sequences {
      rotary.apply(to: memory.queries, rows: rows, start: 0, compute: compute)
      rotary.apply(to: memory.keys, rows: rows, start: 0, compute: compute)
    }
    attention.forward(
      queries: memory.queries, keys: memory.keys, values: memory.values, sequences: sequences, into: memory.attended, pass: pass)
    projection(.attentionOutput).forward(memory.attended, into: memory.middle, pass: pass.part(3))
    add(x, to: memory.middle, compute: compute)

    feedForwardNorm.forward(memory.middle, into: memory.normedAgain, pass: pass)
    projection(.gate).forward(memory.normedAgain, into: memory.gate, pass: pass.part(4))
    projection(.up).forward(memory.normedAgain, into: memory.up, pass: pass.part(5))
    SwiGLU.forward(gate: memory.gate, up: memory.up, into: memory.gated, compute: compute)
    projection(.contraction).forward(memory.gated, into: y, pass: pass.part(6))
    add(memory.middle, to: y, compute: compute)
  }

  /// Slopes `d` (T, C) of the result become those of `x`. The memory is used up.
  func backward(
    _ d: Activations, input x: Activations, sequences: [Range<Int>], rotary: RotaryPositions, memory: Memory, scratch: Scratch,
    pass: TrainingPass
  ) {
    let compute = pass.compute
    projection(.contraction).backward(d, input: memory.gated, into: scratch.gated, adding: false, pass: pass.part(6))
    SwiGLU.backward(scratch.gated, gate: memory.gate, up: memory.up, gate: memory.gate, up: memory.up, compute: compute)
    projection(.gate).backward(memory.gate, input: memory.normedAgain, into: scratch.normed, adding: false, pass: pass.part(4))
    projection(.up).backward(memory.up, input: memory.normedAgain, into: scratch.normed, adding: true, pass: pass.part(5))
    feedForwardNorm.backward(scratch.normed, input: memory.middle, into: d, adding: true, pass: pass)

    projection(.attentionOutput).backward(d, input: memory.attended, into: scratch.attended, adding: false, pass: pass.part(3))
    attention.backward(
      scratch.attended, queries: memory.queries, keys: memory.keys, values: memory.values, sequences: sequences, queries: scratch.queries,
      keys: scratch.keys, values: scratch.values, pass: pass)
    for rows in sequences {
      rotary.backward(scratch.queries, rows: rows, start: 0, compute: compute)
      rotary.backward(scratch.keys, rows: rows, start: 0, compute: compute)
    }
    projection(.queries).backward(scratch.queries, input: memory.normed, into: scratch.normed, adding: false, pass: pass.part(0))
    projection(.keys).backward(scratch.keys, input: memory.normed, into: scratch.normed, adding: true, pass: pass.part(1))
    projection(.values).backward(scratch.values, input: memory.normed, into: scratch.normed, adding: true, pass: pass.part(2))
    attentionNorm.backward(scratch.normed, input: x, into: d, adding: true, pass: pass)
  }
}
