public import Kernels

/// y = x·Wᵀ + b.
public final class Linear: Sendable {
  /// (N, K).
  public let weight: WeightMatrix

  let offset: FloatVector?

  /// Traps when the bias does not have one element for each output.
  public init(weight: WeightMatrix, bias: [Float]? = nil) {
    precondition(bias == nil || bias!.count == weight.rows, "Linear: \(bias!.count) biases for \(weight.rows) outputs")
    self.weight = weight
    offset = bias.map(FloatVector.init)
  }

  /// (N), or nil for none.
  public var bias: [Float]? { offset?.values }
  /// Inputs, K.
  public var inputs: Int { weight.columns }
  /// Outputs, N.
  public var outputs: Int { weight.rows }

  /// `x` is (T, K), `y` becomes (T, N).
  public func forward(_ x: Activations, into y: Activations, compute: Compute) {
    compute.multiply(x, [Product(weights: weight, bias: offset, output: y)])
  }

  /// `x` is (T, K) and is multiplied and added to `y` (T, N): the layer and its residual connection in one pass.
  public func forward(_ x: Activations, addingTo y: Activations, compute: Compute) {
    compute.multiply(x, [Product(weights: weight, bias: offset, output: y, accumulates: true)])
  }

  /// `x` is (T, K), `y` becomes x · Φ(x) of the layer's sums, (T, N).
  public func forwardWithGELU(_ x: Activations, into y: Activations, compute: Compute) {
    compute.multiply(x, [Product(weights: weight, bias: offset, output: y, appliesGELU: true)])
  }
}
