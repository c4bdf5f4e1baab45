public import Kernels

/// A ``Linear`` as its file has it, quantised or not, that passes slopes back and stays as it is.
///
/// The forward is the one of answering; for the backward the weights lie once more, transposed, in bfloat16 (2 bytes a weight)
/// or float32. For quantised weights the forward rounds its input to 8 bits; the backward takes that for the identity.
public final class FrozenLinear: Projection {
  public let linear: Linear
  private let transposed: TransposedWeights

  public init(_ linear: Linear, precision: ProductPrecision, compute: Compute) {
    self.linear = linear
    transposed = TransposedWeights(linear.weight, precision: precision, compute: compute)
  }

  public var inputs: Int { linear.inputs }
  public var outputs: Int { linear.outputs }
  public var parameters: [Parameter] { [] }
  /// Bytes of both layouts of the weights.
  public var bytes: Int { linear.weight.packedBytes + transposed.bytes }

  public func forward(_ x: Activations, into y: Activations, pass: TrainingPass) { linear.forward(x, into: y, compute: pass.compute) }

  public func backward(_ dy: Activations, input x: Activations, into dx: Activations?, adding: Bool = false, pass: TrainingPass) {
    guard let dx else { return }
    transposed.multiply(dy, into: dx, adding: adding, compute: pass.compute)
  }
}
