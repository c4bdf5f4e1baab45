public import Kernels

/// y = (x - mean) / √(variance + ε) · w + b, row by row.
///
/// Source: Ba, Kiros and Hinton 2016.
public struct LayerNorm: Sendable {
  /// (C).
  public let weight: [Float]
  /// (C).
  public let bias: [Float]
  /// Added to the variance.
  public let epsilon: Float

  public init(weight: [Float], bias: [Float], epsilon: Float) {
    precondition(weight.count == bias.count, "LayerNorm: \(weight.count) weights, \(bias.count) biases")
    self.weight = weight
    self.bias = bias
    self.epsilon = epsilon
  }

  /// `y` becomes (T, C); it may be `x` itself.
  ///
  /// - Parameter residual: (T, C), added to `x` first, when given.
  public func forward(_ x: Activations, adding residual: Activations? = nil, into y: Activations, compute: Compute) {
    precondition(x.columns == weight.count, "LayerNorm: \(x.columns) channels for \(weight.count) weights")
    precondition(residual == nil || (residual!.rows == x.rows && residual!.columns == x.columns), "LayerNorm: residual of another shape")
    y.resize(rows: x.rows, columns: x.columns)
    for t in 0..<x.rows {
      let input = unsafe x.row(t), output = unsafe y.row(t)
      var sum: Float = 0
      for c in weight.indices {
        let v = unsafe input[c] + (residual.map { unsafe $0.row(t)[c] } ?? 0)
        unsafe output[c] = v
        sum += v
      }
      let mean = sum / Float(weight.count)
      var squares: Float = 0
      for c in weight.indices { let d = unsafe output[c] - mean; squares += d * d }
      let scale = 1 / (squares / Float(weight.count) + epsilon).squareRoot()
      for c in weight.indices { unsafe output[c] = (output[c] - mean) * scale * weight[c] + bias[c] }
    }
  }
}
