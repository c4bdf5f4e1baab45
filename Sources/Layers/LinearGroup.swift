public import Kernels

/// Several ``Linear`` layers over one input (queries, keys and values; gate and up): the input is quantised once and
/// the products share one hand-over to the pool.
public struct LinearGroup: Sendable {
  /// The layers; all have the same number of inputs.
  public let layers: [Linear]

  public init(_ layers: [Linear]) {
    precondition(layers.allSatisfy { $0.inputs == layers[0].inputs }, "LinearGroup: layers of different inputs")
    self.layers = layers
  }

  /// `x` is (T, K); `outputs[i]` becomes (T, Nᵢ).
  public func forward(_ x: Activations, into outputs: [Activations], compute: Compute) {
    precondition(outputs.count == layers.count, "LinearGroup: \(outputs.count) outputs for \(layers.count) layers")
    compute.multiply(
      x, layers.indices.map { Product(weights: layers[$0].weight, bias: layers[$0].offset, output: outputs[$0]) })
    for (layer, output) in zip(layers, outputs) { layer.addition?.add(x, to: output, compute: compute) }
  }
}
