public import Kernels

/// A projection with an addition of low rank: y = base(x) + scale · B·A·drop(x). Source: Hu et al. 2021 (LoRA).
///
/// Costs 2·T·r·(N + K) operations forward and twice that backward, beside those of the base.
public final class LowRankLinear: Projection {
  public let base: any Projection
  /// (r, K); drawn at first.
  public let down: Parameter
  /// (N, r); 0 at first, so that training begins at the base.
  public let up: Parameter
  /// What the addition is multiplied by: alpha / r.
  public let scale: Float
  /// The share of the input that the addition does not see in training.
  public let dropout: Float

  private var narrow: Activations  // (T, r) of the last forward, scaled
  private var narrowSlopes: Activations
  private var dropped: Activations?

  /// - Parameter name: what PEFT calls it, without `.lora_A.weight`.
  public init(_ name: String, base: any Projection, rank: Int, alpha: Float, dropout: Float = 0, using random: inout SeededGenerator) {
    precondition(rank > 0 && dropout >= 0 && dropout < 1, "LowRankLinear: rank \(rank), dropout \(dropout)")
    self.base = base
    down = Parameter(name + ".lora_A.weight", rows: rank, columns: base.inputs)
    // As torch draws a linear layer's weight: Kaiming's uniform with a = √5.
    down.fillEvenly(limit: 1 / Float(base.inputs).squareRoot(), using: &random)
    up = Parameter(name + ".lora_B.weight", rows: base.outputs, columns: rank)
    scale = alpha / Float(rank)
    self.dropout = dropout
    narrow = Activations(rows: 0, columns: rank)
    narrowSlopes = narrow
  }

  public var rank: Int { down.rows }
  public var inputs: Int { base.inputs }
  public var outputs: Int { base.outputs }
  public var parameters: [Parameter] { base.parameters + [down, up] }

  public func forward(_ x: Activations, into y: Activations, pass: TrainingPass) {
    base.forward(x, into: y, pass: pass)
    if narrow.capacity < x.rows * rank { (narrow, narrowSlopes) = (Activations(rows: x.rows, columns: rank), Activations(rows: x.rows, columns: rank)) }
    narrow.resize(rows: x.rows, columns: rank)
    pass.compute.multiply(seen(x, pass).matrix, down.values.matrix, turned: true, into: narrow.matrix)
    pass.compute.scale(narrow.matrix, by: scale)
    pass.compute.multiply(narrow.matrix, up.values.matrix, turned: true, into: y.matrix, adding: true)
  }

  public func backward(_ dy: Activations, input x: Activations, into dx: Activations?, adding: Bool = false, pass: TrainingPass) {
    let compute = pass.compute
    if up.isTrained { compute.multiply(dy.matrix, across: true, narrow.matrix, into: up.gradient.matrix, adding: true) }
    narrowSlopes.resize(rows: x.rows, columns: rank)
    compute.multiply(dy.matrix, up.values.matrix, into: narrowSlopes.matrix)
    compute.scale(narrowSlopes.matrix, by: scale)
    if down.isTrained {
      compute.multiply(narrowSlopes.matrix, across: true, seen(x, pass).matrix, into: down.gradient.matrix, adding: true)
    }
    base.backward(dy, input: x, into: dx, adding: adding, pass: pass)
    guard let dx else { return }
    if dropout > 0, pass.isTraining {
      let own = dropped!
      compute.multiply(narrowSlopes.matrix, down.values.matrix, into: own.matrix)
      compute.dropOut(own, share: dropout, seed: pass.seed)
      compute.add(own, to: dx)
    } else {
      compute.multiply(narrowSlopes.matrix, down.values.matrix, into: dx.matrix, adding: true)
    }
  }

  /// What the addition sees of the input.
  private func seen(_ x: Activations, _ pass: TrainingPass) -> Activations {
    guard dropout > 0, pass.isTraining else { return x }
    let own: Activations
    if let dropped, dropped.capacity >= x.rows * x.columns { own = dropped } else { own = Activations(rows: x.rows, columns: x.columns) }
    dropped = own
    own.gather(Array(0..<x.rows), from: x)
    pass.compute.dropOut(own, share: dropout, seed: pass.seed)
    return own
  }
}
