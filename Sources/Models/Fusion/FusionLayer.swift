import Kernels
import Layers

/// One layer of the fusion Transformer, normed before each half: attention over everything a question carries, then a feed-forward.
final class FusionLayer {
  private let attentionNorm, feedForwardNorm: TrainableLayerNorm
  private let queries, keys, values, output, expansion, contraction: TrainableLinear
  private let attention: TrainableAttention
  private let dropout: Dropout

  init(_ name: String, shape: FusionConfiguration, using random: inout SeededGenerator) {
    let width = shape.width
    attentionNorm = TrainableLayerNorm(name + ".attention_norm", width: width, epsilon: 1e-5)
    feedForwardNorm = TrainableLayerNorm(name + ".feed_forward_norm", width: width, epsilon: 1e-5)
    func linear(_ part: String, _ inputs: Int, _ outputs: Int) -> TrainableLinear { TrainableLinear(name + "." + part, inputs: inputs, outputs: outputs) }
    queries = linear("queries", width, width)
    keys = linear("keys", width, width)
    values = linear("values", width, width)
    output = linear("output", width, width)
    expansion = linear("expansion", width, shape.intermediate)
    contraction = linear("contraction", shape.intermediate, width)
    for layer in [queries, keys, values, output, expansion, contraction] {
      layer.weight.fillNormally(deviation: 1 / Float(layer.inputs).squareRoot(), using: &random)
    }
    attention = TrainableAttention(AttentionShape(heads: shape.heads, headSize: width / shape.heads, isCausal: false))
    dropout = Dropout(shape.dropout)
  }

  var parameters: [Parameter] {
    attentionNorm.parameters + feedForwardNorm.parameters + [queries, keys, values, output, expansion, contraction].flatMap(\.parameters)
  }

  /// What a forward leaves for its backward.
  final class Memory {
    let input, normed, queries, keys, values, attended, middle, normedAgain, expanded, active: Activations

    init(tokens: Int, shape: FusionConfiguration) {
      func matrix(_ columns: Int) -> Activations { Activations(rows: tokens, columns: columns) }
      (input, normed, queries, keys, values) = (matrix(shape.width), matrix(shape.width), matrix(shape.width), matrix(shape.width), matrix(shape.width))
      (attended, middle, normedAgain) = (matrix(shape.width), matrix(shape.width), matrix(shape.width))
      (expanded, active) = (matrix(shape.intermediate), matrix(shape.intermediate))
    }
  }

  /// `x` (T, C) becomes the layer's result.
  func forward(_ x: Activations, sequences: [Range<Int>], memory: Memory, pass: TrainingPass) {
    let all = Array(0..<x.rows), compute = pass.compute
    memory.input.gather(all, from: x)
    attentionNorm.forward(x, into: memory.normed, pass: pass)
    queries.forward(memory.normed, into: memory.queries, pass: pass)
    keys.forward(memory.normed, into: memory.keys, pass: pass)
    values.forward(memory.normed, into: memory.values, pass: pass)
    attention.forward(
      queries: memory.queries, keys: memory.keys, values: memory.values, sequences: sequences, into: memory.attended, pass: pass)
    output.forward(memory.attended, into: x, pass: pass)
    dropout.apply(to: x, pass: pass.part(0))
    add(memory.input, to: x, compute: compute)
    memory.middle.gather(all, from: x)
    feedForwardNorm.forward(memory.middle, into: memory.normedAgain, pass: pass)
    expansion.forward(memory.normedAgain, into: memory.expanded, pass: pass)
    memory.active.gather(all, from: memory.expanded)
    GELU.apply(to: memory.active, compute: compute)
    contraction.forward(memory.active, into: x, pass: pass)
    dropout.apply(to: x, pass: pass.part(1))
    add(memory.middle, to: x, compute: compute)
  }

  /// Slopes `d` (T, C) of the result become those of the input. The memory is used up.
  func backward(_ d: Activations, sequences: [Range<Int>], memory: Memory, pass: TrainingPass) {
    let compute = pass.compute, half = Activations(rows: d.rows, columns: d.columns)
    let wide = Activations(rows: d.rows, columns: memory.expanded.columns)
    let all = Array(0..<d.rows)
    half.gather(all, from: d)
    dropout.apply(to: half, pass: pass.part(1))
    contraction.backward(half, input: memory.active, into: wide, pass: pass)
    GELU.backward(wide, input: memory.expanded, compute: compute)
    expansion.backward(wide, input: memory.normedAgain, into: half, pass: pass)
    feedForwardNorm.backward(half, input: memory.middle, into: d, adding: true, pass: pass)

    half.gather(all, from: d)
    dropout.apply(to: half, pass: pass.part(0))
    let attended = memory.active, (dq, dk, dv) = (memory.expanded, memory.normedAgain, wide)
    output.backward(half, input: memory.attended, into: attended, pass: pass)
    attention.backward(
      attended, queries: memory.queries, keys: memory.keys, values: memory.values, sequences: sequences, queries: dq, keys: dk, values: dv,
      pass: pass)
    queries.backward(dq, input: memory.normed, into: half, pass: pass)
    keys.backward(dk, input: memory.normed, into: half, adding: true, pass: pass)
    values.backward(dv, input: memory.normed, into: half, adding: true, pass: pass)
    attentionNorm.backward(half, input: memory.input, into: d, adding: true, pass: pass)
  }
}
