import Glibc
public import Kernels

/// The cross entropy of sigmoids, each element a yes-or-no question of its own, in nats.
public enum BinaryCrossEntropy {
  /// Scores (T, N) become the slopes of weight · loss.
  ///
  /// - Parameter targets: 0 ... 1 for each element, row after row; below 0 the element counts nothing.
  /// - Returns: the sum of the counted elements' losses, not weighted.
  public static func forwardBackward(_ scores: Activations, targets: [Float], weight: Float) -> Double {
    precondition(targets.count == scores.rows * scores.columns, "BinaryCrossEntropy: \(targets.count) targets")
    var total = 0.0
    for row in 0..<scores.rows {
      for column in 0..<scores.columns {
        let target = targets[row * scores.columns + column], score = scores[row, column]
        guard target >= 0 else {
          scores[row, column] = 0
          continue
        }
        let tail = exp(-abs(score))
        total += Double(max(score, 0) - score * target + log1p(tail))
        scores[row, column] = weight * ((score >= 0 ? 1 : tail) / (1 + tail) - target)
      }
    }
    return total
  }
}
