import Glibc

/// Turns scores into probabilities, in place. The largest score is subtracted first, so nothing overflows.
public func softmax(_ x: inout [Float]) {
  guard let largest = x.max() else { return }
  var sum: Float = 0
  for i in x.indices {
    x[i] = expf(x[i] - largest)
    sum += x[i]
  }
  for i in x.indices { x[i] /= sum }
}
