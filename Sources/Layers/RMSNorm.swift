public import Kernels

/// y = x / √(mean(x²) + ε) · w, row by row.
///
/// Source: Zhang and Sennrich 2019.
public struct RMSNorm: Sendable {
  /// Added to the mean square.
  public let epsilon: Float

  let vector: FloatVector

  /// - Parameter weight: (C).
  public init(weight: [Float], epsilon: Float) {
    vector = FloatVector(weight)
    self.epsilon = epsilon
  }

  /// (C).
  public var weight: [Float] { vector.values }

  /// `y` becomes (T, C); it may be `x` itself.
  public func forward(_ x: Activations, into y: Activations, compute: Compute) {
    compute.rootMeanSquareNorm(x, weight: vector, epsilon: epsilon, into: y)
  }
}
