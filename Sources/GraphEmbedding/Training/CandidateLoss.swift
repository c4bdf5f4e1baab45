import Kernels

/// What a batch's queries are to learn about their candidates.
struct CandidateTargets {
  /// Each query's right candidate, by row.
  var right: [Int32]
  /// All candidates that training asserts for each query, ascending; empty where the loss does not ask.
  var asserted: [[Int32]] = []
  /// -log of the chance that a candidate is one; empty when all entities are.
  var bias: [Float] = []

  /// The asserted candidates of a query in a block of rows.
  func asserted(_ lane: Int, in rows: Range<Int>) -> ArraySlice<Int32> {
    let list = asserted[lane]
    func bound(_ row: Int) -> Int {
      var low = 0, high = list.count
      while low < high {
        let middle = (low + high) / 2
        if Int(list[middle]) < row { low = middle + 1 } else { high = middle }
      }
      return low
    }
    return list[bound(rows.lowerBound)..<bound(rows.upperBound)]
  }
}

/// A loss over scores of candidates, computed in the pass that made them.
protocol CandidateLoss: AnyObject {
  /// Whether ``CandidateTargets/asserted`` must be filled.
  var needsAsserted: Bool { get }
  /// Scores the queries, leaves weighted slopes in the pass and the queries' gradients beside them.
  ///
  /// - Returns: weight · Σ of the queries' losses.
  func run(
    _ pass: CandidatePass, queries: FloatTable, count: Int, candidates: FloatBlock, targets: CandidateTargets, weight: Float
  ) -> Double
}

extension TrainingSettings.Loss {
  func make(for pass: CandidatePass) -> any CandidateLoss {
    switch self {
    case .softmax: SoftmaxLoss(pass: pass)
    case .logistic: LogisticLoss(pass: pass)
    case .selfAdversarial(let margin, let temperature): SelfAdversarialLoss(pass: pass, margin: margin, temperature: temperature)
    }
  }
}
