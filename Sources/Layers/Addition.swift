public import Kernels

/// Adds `x` to `y`, both (T, C): a residual connection.
public func add(_ x: Activations, to y: Activations, compute: Compute) {
  precondition(x.rows == y.rows && x.columns == y.columns, "add: \(x.rows) by \(x.columns) to \(y.rows) by \(y.columns)")
  for i in 0..<x.rows * x.columns { unsafe y.pointer[i] += x.pointer[i] }
}
