public import Kernels

/// Rows scaled to length 1: y = x / √(|x|² + 10⁻¹²).
public enum UnitRows {
  /// `y` becomes (T, C); must not be `x`. Returns 1 / the lengths, for the backward.
  public static func forward(_ x: Activations, into y: Activations, compute: Compute) -> [Float] {
    y.gather(Array(0..<x.rows), from: x)
    return (0..<x.rows).map { t in
      let row = x.matrix.rows(t..<t + 1)
      let inverse = Float(1 / (compute.sumOfSquares(row) + 1e-12).squareRoot())
      compute.scale(y.matrix.rows(t..<t + 1), by: inverse)
      return inverse
    }
  }

  /// The slopes of x from those of y, in place: dx = (dy - y·(y·dy)) / |x|.
  public static func backward(_ dy: Activations, output y: Activations, inverses: [Float], compute: Compute) {
    for t in 0..<dy.rows {
      let along = VectorMath.dot(dy.copy(row: t), y.copy(row: t)), row = dy.matrix.rows(t..<t + 1)
      compute.add(y.matrix.rows(t..<t + 1), weight: -along, to: row)
      compute.scale(row, by: inverses[t])
    }
  }
}
