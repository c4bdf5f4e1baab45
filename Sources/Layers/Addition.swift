public import Kernels

/// Adds `x` to `y`, both (T, C): a residual connection.
public func add(_ x: Activations, to y: Activations, compute: Compute) { compute.add(x, to: y) }
