public import Kernels

/// One layer of an encoder Transformer that is trained: attention and a feed-forward with GELU, each with its residual connection
/// and norm, behind it as in BERT or before it.
///
/// A stack of these is an encoder: each layer reads its own input again in its backward, so keep the states between layers. A token
/// takes 4·(9·C + 2·F) bytes of ``Memory``. Forward about 2·T·(4·C² + 2·C·F) operations beside the attention, backward twice that.
public final class TrainableEncoderLayer {
  /// Where the norms stand.
  public enum NormPlace: String, Sendable, CaseIterable, Codable {
    /// Behind the residual connection: BERT. Fine-tuning; deep stacks from nothing want a warm-up.
    case after
    /// Before attention and feed-forward; what leaves the last layer wants one norm more. Trains from nothing more evenly.
    case before
  }

  public let queries, keys, values, attentionOutput, expansion, contraction: TrainableLinear
  public let attentionNorm, outputNorm: TrainableLayerNorm
  public let normPlace: NormPlace
  private let attention: TrainableAttention
  private let dropout: Dropout
  private let width, intermediate: Int

  /// Weights are zero until they are filled; see ``fill(deviation:using:)``. Parameters are called as BERT's are, behind `name.`.
  ///
  /// - Parameters:
  ///   - dropout: of what attention and feed-forward add.
  ///   - attentionDropout: of attention's probabilities.
  public init(
    _ name: String, width: Int, heads: Int, intermediate: Int, epsilon: Float = 1e-12, normPlace: NormPlace = .after, dropout: Float = 0,
    attentionDropout: Float = 0
  ) {
    precondition(width % heads == 0, "TrainableEncoderLayer: \(heads) heads over \(width) channels")
    func linear(_ part: String, _ inputs: Int, _ outputs: Int) -> TrainableLinear { TrainableLinear("\(name).\(part)", inputs: inputs, outputs: outputs) }
    queries = linear("attention.self.query", width, width)
    keys = linear("attention.self.key", width, width)
    values = linear("attention.self.value", width, width)
    attentionOutput = linear("attention.output.dense", width, width)
    attentionNorm = TrainableLayerNorm("\(name).attention.output.LayerNorm", width: width, epsilon: epsilon)
    expansion = linear("intermediate.dense", width, intermediate)
    contraction = linear("output.dense", intermediate, width)
    outputNorm = TrainableLayerNorm("\(name).output.LayerNorm", width: width, epsilon: epsilon)
    attention = TrainableAttention(AttentionShape(heads: heads, headSize: width / heads, isCausal: false), dropout: attentionDropout)
    self.normPlace = normPlace
    self.dropout = Dropout(dropout)
    self.width = width
    self.intermediate = intermediate
  }

  public var linears: [TrainableLinear] { [queries, keys, values, attentionOutput, expansion, contraction] }
  public var parameters: [Parameter] { linears.flatMap(\.parameters) + attentionNorm.parameters + outputNorm.parameters }

  /// Draws the weights, as BERT does with a deviation of .02.
  public func fill(deviation: Float = 0.02, using random: inout SeededGenerator) {
    for linear in linears { linear.weight.fillNormally(deviation: deviation, using: &random) }
  }

  /// What a forward leaves for the backward, for up to so many tokens.
  public final class Memory {
    let normed, queries, keys, values, attended, middle, normedAgain, sum, projected, before, hidden: Activations

    public init(tokens: Int, width: Int, intermediate: Int) {
      func matrix(_ columns: Int) -> Activations { Activations(rows: tokens, columns: columns) }
      (normed, queries, keys, values) = (matrix(width), matrix(width), matrix(width), matrix(width))
      (attended, middle, normedAgain) = (matrix(width), matrix(width), matrix(width))
      (sum, projected) = (matrix(width), matrix(width))
      (before, hidden) = (matrix(intermediate), matrix(intermediate))
    }
  }

  /// Room for what this layer keeps and for its backward's slopes.
  public func makeMemory(tokens: Int) -> Memory { Memory(tokens: tokens, width: width, intermediate: intermediate) }

  /// - Parameters:
  ///   - x: (T, C), kept as it is.
  ///   - y: becomes (T, C); not `x`.
  ///   - sequences: rows that see one another; rows between them are padding.
  public func forward(_ x: Activations, into y: Activations, sequences: [Range<Int>], memory: Memory, pass: TrainingPass) {
    let compute = pass.compute, isAfter = normPlace == .after, seen = isAfter ? x : memory.normed
    if !isAfter { attentionNorm.forward(x, into: memory.normed, pass: pass) }
    queries.forward(seen, into: memory.queries, pass: pass)
    keys.forward(seen, into: memory.keys, pass: pass)
    values.forward(seen, into: memory.values, pass: pass)
    attention.forward(
      queries: memory.queries, keys: memory.keys, values: memory.values, sequences: sequences, into: memory.attended, pass: pass.part(2))
    attentionOutput.forward(memory.attended, into: memory.middle, pass: pass)
    dropout.apply(to: memory.middle, pass: pass.part(0))
    add(x, to: memory.middle, compute: compute)

    (isAfter ? attentionNorm : outputNorm).forward(memory.middle, into: memory.normedAgain, pass: pass)
    expansion.forward(memory.normedAgain, into: memory.before, pass: pass)
    memory.hidden.copy(from: memory.before)
    GELU.apply(to: memory.hidden, compute: compute)
    let last = isAfter ? memory.sum : y
    contraction.forward(memory.hidden, into: last, pass: pass)
    dropout.apply(to: last, pass: pass.part(1))
    add(isAfter ? memory.normedAgain : memory.middle, to: last, compute: compute)
    if isAfter { outputNorm.forward(memory.sum, into: y, pass: pass) }
  }

  /// Slopes `d` (T, C) of the result become those of `x`, and the gradients grow. The memory is used up.
  public func backward(_ d: Activations, input x: Activations, sequences: [Range<Int>], memory: Memory, pass: TrainingPass) {
    let compute = pass.compute, isAfter = normPlace == .after
    if isAfter { outputNorm.backward(d, input: memory.sum, into: d, pass: pass) }
    memory.projected.copy(from: d)
    dropout.apply(to: memory.projected, pass: pass.part(1))
    // The slopes of the hidden channels take the place of their values once the weights have theirs.
    contraction.backward(memory.projected, input: memory.hidden, into: memory.hidden, pass: pass)
    GELU.backward(memory.hidden, input: memory.before, compute: compute)
    if isAfter {
      expansion.backward(memory.hidden, input: memory.normedAgain, into: d, adding: true, pass: pass)
      attentionNorm.backward(d, input: memory.middle, into: d, pass: pass)
    } else {
      expansion.backward(memory.hidden, input: memory.normedAgain, into: memory.sum, pass: pass)
      outputNorm.backward(memory.sum, input: memory.middle, into: d, adding: true, pass: pass)
    }

    memory.projected.copy(from: d)
    dropout.apply(to: memory.projected, pass: pass.part(0))
    attentionOutput.backward(memory.projected, input: memory.attended, into: memory.attended, pass: pass)
    attention.backward(
      memory.attended, queries: memory.queries, keys: memory.keys, values: memory.values, sequences: sequences, queries: memory.middle,
      keys: memory.normedAgain, values: memory.sum, pass: pass.part(2))
    let seen = isAfter ? x : memory.normed, target = isAfter ? d : memory.projected
    queries.backward(memory.middle, input: seen, into: target, adding: isAfter, pass: pass)
    keys.backward(memory.normedAgain, input: seen, into: target, adding: true, pass: pass)
    values.backward(memory.sum, input: seen, into: target, adding: true, pass: pass)
    if !isAfter { attentionNorm.backward(memory.projected, input: x, into: d, adding: true, pass: pass) }
  }
}
