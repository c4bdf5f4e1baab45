public import Kernels

/// y = x·Wᵀ + b.
public final class Linear: Sendable {
  /// (N, K).
  public let weight: WeightMatrix
  /// (N), or nil for none.
  public let bias: [Float]?

  /// Traps when the bias does not have one element for each output.
  public init(weight: WeightMatrix, bias: [Float]? = nil) {
    precondition(bias == nil || bias!.count == weight.rows, "Linear: \(bias!.count) biases for \(weight.rows) outputs")
    self.weight = weight
    self.bias = bias
  }

  /// Inputs, K.
  public var inputs: Int { weight.columns }
  /// Outputs, N.
  public var outputs: Int { weight.rows }

  /// `x` is (T, K), `y` becomes (T, N).
  public func forward(_ x: Activations, into y: Activations, compute: Compute) {
    weight.multiply(x, into: y, compute: compute)
    guard let bias else { return }
    for t in 0..<y.rows {
      let row = unsafe y.row(t)
      for n in bias.indices { unsafe row[n] += bias[n] }
    }
  }
}
