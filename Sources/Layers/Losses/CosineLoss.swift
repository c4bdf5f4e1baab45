public import Kernels

/// Pulls pairs of vectors to one direction, or apart: the mean of 1 - cos(a, b), or of max(0, cos(a, b) - margin) for pairs that
/// should differ.
public struct CosineLoss: Sendable {
  /// The cosine up to which a pair that should differ costs nothing.
  public let margin: Float

  public init(margin: Float = 0) { self.margin = margin }

  /// - Parameters:
  ///   - a: (B, C), and so is `b`.
  ///   - alike: whether the pair should have one direction.
  ///   - weight: what the slopes are multiplied by: 1 / B for those of the mean.
  ///   - da: becomes the slopes of `a`, (B, C), `db` those of `b`.
  /// - Returns: the sum of the pairs' losses, not weighted.
  public func forwardBackward(
    _ a: Activations, _ b: Activations, alike: [Bool], weight: Float, da: Activations, db: Activations, compute: Compute
  ) -> Double {
    precondition(a.rows == b.rows && a.columns == b.columns && alike.count == a.rows, "CosineLoss: \(a.rows), \(b.rows) and \(alike.count) pairs")
    let unitA = Activations(rows: a.rows, columns: a.columns), unitB = Activations(rows: b.rows, columns: b.columns)
    let lengthsA = UnitRows.forward(a, into: unitA, compute: compute), lengthsB = UnitRows.forward(b, into: unitB, compute: compute)
    da.gather(Array(0..<a.rows), from: unitB)
    db.gather(Array(0..<a.rows), from: unitA)
    var total = 0.0
    for t in 0..<a.rows {
      let cosine = VectorMath.dot(unitA.copy(row: t), unitB.copy(row: t))
      let loss = alike[t] ? 1 - cosine : max(0, cosine - margin)
      let slope: Float = alike[t] ? -weight : cosine > margin ? weight : 0
      for slopes in [da, db] { compute.scale(slopes.matrix.rows(t..<t + 1), by: slope) }
      total += Double(loss)
    }
    UnitRows.backward(da, output: unitA, inverses: lengthsA, compute: compute)
    UnitRows.backward(db, output: unitB, inverses: lengthsB, compute: compute)
    return total
  }
}
