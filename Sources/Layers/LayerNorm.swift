public import Kernels

/// y = (x - mean) / √(variance + ε) · w + b, row by row.
///
/// Source: Ba, Kiros and Hinton 2016.
public struct LayerNorm: Sendable {
  /// Added to the variance.
  public let epsilon: Float

  private let scale: FloatVector
  private let shift: FloatVector

  /// - Parameters:
  ///   - weight: (C).
  ///   - bias: (C).
  public init(weight: [Float], bias: [Float], epsilon: Float) {
    precondition(weight.count == bias.count, "LayerNorm: \(weight.count) weights, \(bias.count) biases")
    scale = FloatVector(weight)
    shift = FloatVector(bias)
    self.epsilon = epsilon
  }

  /// (C).
  public var weight: [Float] { scale.values }
  /// (C).
  public var bias: [Float] { shift.values }

  /// `y` becomes (T, C); it may be `x` itself.
  ///
  /// - Parameter residual: (T, C), added to `x` first, when given. Must not be `y`.
  public func forward(_ x: Activations, adding residual: Activations? = nil, into y: Activations, compute: Compute) {
    compute.layerNorm(x, adding: residual, weight: scale, bias: shift, epsilon: epsilon, into: y)
  }
}
