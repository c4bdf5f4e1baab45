public import Kernels

/// y = x·Wᵀ + b.
public final class Linear: Sendable {
  /// (N, K).
  public let weight: WeightMatrix

  let offset: FloatVector?
  /// What adapters add, of the same shape as the weight.
  let addition: LowRankAddition?

  /// Traps when the bias does not have one element for each output.
  public init(weight: WeightMatrix, bias: [Float]? = nil, addition: LowRankAddition? = nil) {
    precondition(bias == nil || bias!.count == weight.rows, "Linear: \(bias!.count) biases for \(weight.rows) outputs")
    self.weight = weight
    self.addition = addition
    offset = bias.map(FloatVector.init)
  }

  private init(weight: WeightMatrix, offset: FloatVector?, addition: LowRankAddition?) {
    self.weight = weight
    self.offset = offset
    self.addition = addition
  }

  /// The same weight and bias, shared, with another addition beside them.
  public func adapted(by addition: LowRankAddition) -> Linear { Linear(weight: weight, offset: offset, addition: addition) }

  /// (N), or nil for none.
  public var bias: [Float]? { offset?.values }
  /// Inputs, K.
  public var inputs: Int { weight.columns }
  /// Outputs, N.
  public var outputs: Int { weight.rows }

  /// `x` is (T, K), `y` becomes (T, N).
  public func forward(_ x: Activations, into y: Activations, compute: Compute) {
    compute.multiply(x, [Product(weights: weight, bias: offset, output: y)])
    addition?.add(x, to: y, compute: compute)
  }

  /// `x` is (T, K) and is multiplied and added to `y` (T, N): the layer and its residual connection in one pass.
  public func forward(_ x: Activations, addingTo y: Activations, compute: Compute) {
    compute.multiply(x, [Product(weights: weight, bias: offset, output: y, accumulates: true)])
    addition?.add(x, to: y, compute: compute)
  }

  /// `x` is (T, K), `y` becomes x · Φ(x) of the layer's sums, (T, N).
  public func forwardWithGELU(_ x: Activations, into y: Activations, compute: Compute) {
    precondition(addition == nil, "Linear: the activation would come before what an adapter adds")
    compute.multiply(x, [Product(weights: weight, bias: offset, output: y, appliesGELU: true)])
  }
}
