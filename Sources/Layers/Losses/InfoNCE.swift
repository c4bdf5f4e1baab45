public import Kernels

/// Each query should find its own among all candidates: the cross entropy of softmax(cos(query, candidate) / temperature).
///
/// Source: van den Oord et al. 2018. Costs three products of (B, M, C) and their packing.
public struct InfoNCE: Sendable {
  public let temperature: Float
  /// Whether vectors are scaled to length 1 first; else their plain products are taken.
  public let isNormalised: Bool

  public init(temperature: Float, isNormalised: Bool = true) {
    precondition(temperature > 0, "InfoNCE: a temperature of \(temperature)")
    self.temperature = temperature
    self.isNormalised = isNormalised
  }

  /// - Parameters:
  ///   - queries: (B, C).
  ///   - candidates: (M, C).
  ///   - targets: for each query the row of its candidate, or ``SoftmaxCrossEntropy/ignored``.
  ///   - hidden: candidates that are answers of a query too, and so no negatives of it: for each query their rows; or empty.
  ///   - weight: what the slopes are multiplied by: 1 / B for those of the mean.
  ///   - queries dq: becomes (B, C), `dc` (M, C).
  /// - Returns: the sum of the queries' losses, not weighted.
  public func forwardBackward(
    queries: Activations, candidates: Activations, targets: [Int32], hidden: [[Int32]] = [], weight: Float,
    queries dq: Activations, candidates dc: Activations, pass: TrainingPass
  ) -> Double {
    precondition(queries.columns == candidates.columns && targets.count == queries.rows && (hidden.isEmpty || hidden.count == queries.rows),
      "InfoNCE: \(targets.count) targets for \(queries.rows) queries")
    let compute = pass.compute
    var (q, c) = (queries, candidates)
    var lengths: ([Float], [Float]) = ([], [])
    if isNormalised {
      q = Activations(rows: queries.rows, columns: queries.columns)
      c = Activations(rows: candidates.rows, columns: candidates.columns)
      lengths = (UnitRows.forward(queries, into: q, compute: compute), UnitRows.forward(candidates, into: c, compute: compute))
    }
    let scores = Activations(rows: q.rows, columns: c.rows)
    compute.multiply(q.matrix, c.matrix, turned: true, into: scores.matrix, precision: pass.precision)
    compute.scale(scores.matrix, by: 1 / temperature)
    for (row, others) in hidden.enumerated() {
      for other in others where other != targets[row] { scores[row, Int(other)] = -1e9 }
    }
    let loss = compute.crossEntropy(scores, targets: targets, smoothing: 0, weight: weight)
    compute.scale(scores.matrix, by: 1 / temperature)
    dq.resize(rows: q.rows, columns: q.columns)
    dc.resize(rows: c.rows, columns: c.columns)
    compute.multiply(scores.matrix, c.matrix, into: dq.matrix, precision: pass.precision)
    compute.multiply(scores.matrix, across: true, q.matrix, into: dc.matrix, precision: pass.precision)
    if isNormalised {
      UnitRows.backward(dq, output: q, inverses: lengths.0, compute: compute)
      UnitRows.backward(dc, output: c, inverses: lengths.1, compute: compute)
    }
    return loss
  }
}
