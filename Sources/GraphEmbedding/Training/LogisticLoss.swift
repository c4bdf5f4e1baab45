import Kernels

/// Binary cross entropy of each candidate by itself: what training asserts is right, all else wrong.
final class LogisticLoss: CandidateLoss {
  let needsAsserted = true
  private let factors: FloatTable
  /// One sum a block, so that the total does not depend on the order of threads.
  private let totals: FloatTable

  init(pass: CandidatePass) {
    factors = FloatTable(rows: 1, columns: pass.scores.columns)
    totals = FloatTable(rows: pass.scores.rows / 12 + 2, columns: 1)
  }

  func run(
    _ pass: CandidatePass, queries: FloatTable, count: Int, candidates: FloatBlock, targets: CandidateTargets, weight: Float
  ) -> Double {
    for lane in 0..<pass.scores.columns { factors[0, lane] = lane < count ? weight : 0 }
    pass.score(queries, count: count, candidates: candidates) { block in
      let rows = pass.blockRange(block)
      var right: Float = 0
      for lane in 0..<count { for row in targets.asserted(lane, in: rows) { right += pass.scores[Int(row), lane] } }
      let all = pass.kernels.logistic(pass.scoreBlock(block), offset: 0, factors: factors.all)
      totals[block, 0] = Float(all - Double(weight * right))
      for lane in 0..<count { for row in targets.asserted(lane, in: rows) { pass.scores[Int(row), lane] -= weight } }
    }
    pass.queryGradients { _ in }
    return (0..<pass.blockCount).reduce(0) { $0 + Double(totals[$1, 0]) }
  }
}
