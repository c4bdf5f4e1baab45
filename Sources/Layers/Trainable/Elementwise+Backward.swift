public import Kernels

extension GELU {
  /// dy becomes the slopes of `x`, the input that ``apply(to:compute:)`` overwrote with its result: keep a copy.
  public static func backward(_ dy: Activations, input x: Activations, compute: Compute) { compute.geluGradient(x, slopes: dy) }
}

extension SwiGLU {
  /// dgate and dup become the slopes of the inputs; each may be its input itself, `dgate` also `dy`.
  public static func backward(
    _ dy: Activations, gate: Activations, up: Activations, gate dgate: Activations, up dup: Activations, compute: Compute
  ) {
    compute.swigluGradient(gate: gate, up: up, slopes: dy, gate: dgate, up: dup)
  }
}

extension RMSNorm {
  /// dx becomes the slopes of `x`, or with `adding` grows by them; the weight stays as it is.
  public func backward(_ dy: Activations, input x: Activations, into dx: Activations, adding: Bool = false, compute: Compute) {
    compute.rootMeanSquareNormGradient(x, weight: vector, epsilon: epsilon, slopes: dy, into: dx, adding: adding)
  }
}

extension RotaryPositions {
  /// Turns slopes back: the inverse of ``apply(to:rows:start:compute:)``, which is its transpose.
  public func backward(_ dy: Activations, rows: Range<Int>, start: Int, compute: Compute) {
    precondition(dy.columns % headSize == 0 && start >= 0 && start + rows.count <= capacity, "RotaryPositions: position \(start + rows.count) past \(capacity)")
    compute.rotate(
      dy, rows: rows, cosines: cosines, sines: sines, start: start, headSize: headSize, halves: pairing == .halves, backwards: true)
  }
}
