public import Kernels

/// The cross entropy of a softmax with one right place a row, in nats.
///
/// With label smoothing ε the target is (1 - ε) for the right place and ε / V more for every place (Szegedy et al. 2016).
public struct SoftmaxCrossEntropy: Sendable {
  /// A row with this target counts nothing.
  public static let ignored: Int32 = -1

  /// ε, 0 ..< 1.
  public let smoothing: Float

  public init(smoothing: Float = 0) {
    precondition(smoothing >= 0 && smoothing < 1, "SoftmaxCrossEntropy: smoothing of \(smoothing)")
    self.smoothing = smoothing
  }

  /// Scores (T, V) become the slopes of weight · loss.
  ///
  /// - Parameter weight: 1 / the number of counted rows for the slopes of their mean.
  /// - Returns: the sum of the counted rows' losses, not weighted.
  public func forwardBackward(_ scores: Activations, targets: [Int32], weight: Float, compute: Compute) -> Double {
    compute.crossEntropy(scores, targets: targets, smoothing: smoothing, weight: weight)
  }

  /// How many rows count.
  public static func counted(_ targets: [Int32]) -> Int { targets.reduce(0) { $0 + ($1 >= 0 ? 1 : 0) } }
}
