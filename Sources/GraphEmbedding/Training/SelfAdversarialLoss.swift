import Glibc
import Kernels

/// The margin loss whose wrong answers count by their own softmax (Sun et al. 2019): half of -log σ(γ + s) of the right
/// answer, half of -Σ p·log σ(-γ - s) over all candidates that training does not assert, p held fixed.
final class SelfAdversarialLoss: CandidateLoss {
  let needsAsserted = true
  private let margin, temperature: Float
  private let maxima, sums, own, totals: FloatTable

  init(pass: CandidatePass, margin: Float, temperature: Float) {
    self.margin = margin
    self.temperature = temperature
    let blocks = pass.scores.rows / 12 + 2, lanes = pass.scores.columns
    maxima = FloatTable(rows: blocks, columns: lanes)
    sums = FloatTable(rows: blocks, columns: lanes)
    own = FloatTable(rows: 2, columns: lanes)  // the right answers' scores; the columns' largest
    totals = FloatTable(rows: blocks, columns: 1)
  }

  func run(
    _ pass: CandidatePass, queries: FloatTable, count: Int, candidates: FloatBlock, targets: CandidateTargets, weight: Float
  ) -> Double {
    let kernels = pass.kernels
    pass.score(queries, count: count, candidates: candidates) { block in
      let rows = pass.blockRange(block)
      for lane in 0..<count {
        if rows.contains(Int(targets.right[lane])) { own[0, lane] = pass.scores[Int(targets.right[lane]), lane] }
        for row in targets.asserted(lane, in: rows) { pass.scores[Int(row), lane] = -1e30 }
      }
      kernels.adversarialSums(
        pass.scoreBlock(block), temperature: temperature, maxima: maxima.block(block..<block + 1), sums: sums.block(block..<block + 1))
    }
    var loss = 0.0
    for lane in 0..<pass.lanes {
      var largest = -Float.infinity, sum: Float = 0
      for block in 0..<pass.blockCount { largest = max(largest, maxima[block, lane]) }
      for block in 0..<pass.blockCount { sum += sums[block, lane] * expf(maxima[block, lane] - largest) }
      own[1, lane] = largest
      sums[0, lane] = lane < count ? 0.5 * weight / sum : 0  // now the factors
      if lane < count {
        let x = -Double(margin + own[0, lane])
        loss += Double(weight) * 0.5 * (max(x, 0) + log1p(exp(-abs(x))))
      }
    }
    pass.queryGradients { block in
      let rows = pass.blockRange(block)
      totals[block, 0] = Float(kernels.adversarial(
        pass.scoreBlock(block), temperature: temperature, offset: margin, maxima: own.block(1..<2), factors: sums.block(0..<1)))
      for lane in 0..<count where rows.contains(Int(targets.right[lane])) {
        pass.scores[Int(targets.right[lane]), lane] -= 0.5 * weight / (1 + expf(margin + own[0, lane]))
      }
    }
    return (0..<pass.blockCount).reduce(loss) { $0 + Double(totals[$1, 0]) }
  }
}
