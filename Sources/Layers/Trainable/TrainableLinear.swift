public import Kernels

/// y = x·Wᵀ + b with weights that are trained. Forward and backward are 2·T·N·K operations, and as many for each of the
/// input's and the weight's slopes.
public final class TrainableLinear: Projection {
  /// (N, K).
  public let weight: Parameter
  /// (1, N).
  public let bias: Parameter?

  /// Zeroed. The parameters are called `name.weight` and `name.bias`.
  public init(_ name: String, inputs: Int, outputs: Int, hasBias: Bool = true) {
    weight = Parameter(name + ".weight", rows: outputs, columns: inputs)
    bias = hasBias ? Parameter(name + ".bias", columns: outputs) : nil
  }

  /// Over parameters that another layer has too: an embedding whose rows score what was embedded.
  public init(weight: Parameter, bias: Parameter? = nil) {
    precondition(bias == nil || bias!.rows == 1 && bias!.columns == weight.rows, "TrainableLinear: a bias of another shape")
    self.weight = weight
    self.bias = bias
  }

  public var inputs: Int { weight.columns }
  public var outputs: Int { weight.rows }
  public var parameters: [Parameter] { [weight] + (bias.map { [$0] } ?? []) }

  public func forward(_ x: Activations, into y: Activations, pass: TrainingPass) {
    y.resize(rows: x.rows, columns: outputs)
    pass.compute.multiply(x.matrix, weight.values.matrix, turned: true, into: y.matrix, precision: pass.precision)
    if let bias { pass.compute.addToRows(bias.values, of: y) }
  }

  public func backward(_ dy: Activations, input x: Activations, into dx: Activations?, adding: Bool = false, pass: TrainingPass) {
    if let bias, bias.isTrained { pass.compute.addColumnSums(of: dy, to: bias.gradient) }
    if weight.isTrained {
      pass.compute.multiply(dy.matrix, across: true, x.matrix, into: weight.gradient.matrix, adding: true, precision: pass.precision)
    }
    guard let dx else { return }
    if !adding { dx.resize(rows: dy.rows, columns: inputs) }
    pass.compute.multiply(dy.matrix, weight.values.matrix, into: dx.matrix, adding: adding, precision: pass.precision)
  }
}
