public import Kernels

/// ``LayerNorm`` with a weight and bias that are trained.
public final class TrainableLayerNorm {
  /// (1, C).
  public let weight, bias: Parameter
  public let epsilon: Float

  /// Weight 1, bias 0.
  public init(_ name: String, width: Int, epsilon: Float) {
    weight = Parameter(name + ".weight", columns: width).fill(1)
    bias = Parameter(name + ".bias", columns: width)
    self.epsilon = epsilon
  }

  public var parameters: [Parameter] { [weight, bias] }

  /// `y` becomes (T, C). `x` is needed again by the backward, so `y` must not be `x`.
  public func forward(_ x: Activations, into y: Activations, pass: TrainingPass) {
    precondition(y !== x, "TrainableLayerNorm: the result is the input")
    pass.compute.layerNorm(x, weight: weight.values, bias: bias.values, epsilon: epsilon, into: y)
  }

  /// - Parameter dx: becomes (T, C), or with `adding` grows by that. May be `dy` where it does not add.
  public func backward(_ dy: Activations, input x: Activations, into dx: Activations, adding: Bool = false, pass: TrainingPass) {
    pass.compute.layerNormGradient(
      x, weight: weight.values, epsilon: epsilon, slopes: dy, into: dx, adding: adding, weightSlopes: weight.wanted,
      biasSlopes: weight.isTrained ? bias.gradient : nil)
  }
}

/// ``RMSNorm`` with a weight that is trained.
public final class TrainableRMSNorm {
  /// (1, C).
  public let weight: Parameter
  public let epsilon: Float

  /// Weight 1.
  public init(_ name: String, width: Int, epsilon: Float) {
    weight = Parameter(name + ".weight", columns: width).fill(1)
    self.epsilon = epsilon
  }

  public var parameters: [Parameter] { [weight] }

  /// `y` becomes (T, C). `x` is needed again by the backward, so `y` must not be `x`.
  public func forward(_ x: Activations, into y: Activations, pass: TrainingPass) {
    precondition(y !== x, "TrainableRMSNorm: the result is the input")
    pass.compute.rootMeanSquareNorm(x, weight: weight.values, epsilon: epsilon, into: y)
  }

  /// - Parameter dx: becomes (T, C), or with `adding` grows by that. May be `dy` where it does not add.
  public func backward(_ dy: Activations, input x: Activations, into dx: Activations, adding: Bool = false, pass: TrainingPass) {
    pass.compute.rootMeanSquareNormGradient(
      x, weight: weight.values, epsilon: epsilon, slopes: dy, into: dx, adding: adding, weightSlopes: weight.wanted)
  }
}
