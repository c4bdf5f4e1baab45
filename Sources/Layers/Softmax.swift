public import Kernels

/// Turns scores into probabilities, in place. The largest score is subtracted first, so nothing overflows.
public func softmax(_ x: inout [Float]) {
  var span = x.mutableSpan
  VectorMath.softmax(&span)
}

/// The same for each row of `x`.
public func softmax(_ x: Activations, compute: Compute) { compute.softmax(x) }
