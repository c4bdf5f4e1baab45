public import Kernels

/// y = x / √(mean(x²) + ε) · w, row by row.
///
/// Source: Zhang and Sennrich 2019.
public struct RMSNorm: Sendable {
  /// (C).
  public let weight: [Float]
  /// Added to the mean square.
  public let epsilon: Float

  public init(weight: [Float], epsilon: Float) {
    self.weight = weight
    self.epsilon = epsilon
  }

  /// `y` becomes (T, C); it may be `x` itself.
  public func forward(_ x: Activations, into y: Activations, compute: Compute) {
    precondition(x.columns == weight.count, "RMSNorm: \(x.columns) channels for \(weight.count) weights")
    y.resize(rows: x.rows, columns: x.columns)
    for t in 0..<x.rows {
      let input = unsafe x.row(t), output = unsafe y.row(t)
      var sum: Float = 0
      for c in weight.indices { unsafe sum += input[c] * input[c] }
      let scale = 1 / (sum / Float(weight.count) + epsilon).squareRoot()
      for c in weight.indices { unsafe output[c] = input[c] * scale * weight[c] }
    }
  }
}
