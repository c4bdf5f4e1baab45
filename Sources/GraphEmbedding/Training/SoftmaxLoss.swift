import Glibc
import Kernels

/// Softmax cross entropy over all candidates of a pass: -log of the target's share.
///
/// One exponential a score: blocks are normalised by their own largest score first and brought to the common one by a
/// factor a column. With a bias of -log π a candidate, π its chance of having been sampled, the sum over samples
/// estimates the sum over all entities; a query's own target is always there and goes without (Bengio and Senécal 2008).
final class SoftmaxLoss: CandidateLoss {
  let needsAsserted = false
  private let maxima, sums, own: FloatTable

  init(pass: CandidatePass) {
    let blocks = pass.scores.rows / 12 + 2
    maxima = FloatTable(rows: blocks, columns: pass.scores.columns)
    sums = FloatTable(rows: blocks, columns: pass.scores.columns)
    own = FloatTable(rows: 1, columns: pass.scores.columns)
  }

  func run(
    _ pass: CandidatePass, queries: FloatTable, count: Int, candidates: FloatBlock, targets: CandidateTargets, weight: Float
  ) -> Double {
    let bias = targets.bias, targets = targets.right
    let kernels = pass.kernels
    pass.score(queries, count: count, candidates: candidates) { block in
      let rows = pass.blockRange(block)
      for lane in 0..<count where rows.contains(Int(targets[lane])) {
        let target = Int(targets[lane])
        own[0, lane] = pass.scores[target, lane]
        if !bias.isEmpty { pass.scores[target, lane] -= bias[target] }
      }
      kernels.exponentials(
        pass.scoreBlock(block), bias: bias.isEmpty ? Span() : bias.span.extracting(rows), maxima: maxima.block(block..<block + 1),
        sums: sums.block(block..<block + 1))
    }
    var loss = 0.0
    for lane in 0..<pass.lanes {
      var largest = -Float.infinity
      for block in 0..<pass.blockCount { largest = max(largest, maxima[block, lane]) }
      var sum: Float = 0
      for block in 0..<pass.blockCount { sum += sums[block, lane] * expf(maxima[block, lane] - largest) }
      let share = lane < count ? weight / sum : 0
      // From here on `sums` holds the factors.
      for block in 0..<pass.blockCount { sums[block, lane] = expf(maxima[block, lane] - largest) * share }
      if lane < count { loss += Double(weight) * (Double(logf(sum)) + Double(largest) - Double(own[0, lane])) }
    }
    pass.queryGradients { block in
      let rows = pass.blockRange(block)
      kernels.scaleColumns(pass.scoreBlock(block), by: sums.block(block..<block + 1))
      for lane in 0..<count where rows.contains(Int(targets[lane])) { pass.scores[Int(targets[lane]), lane] -= weight }
    }
    return loss
  }
}
