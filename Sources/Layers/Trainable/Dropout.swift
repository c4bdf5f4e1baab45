public import Kernels

/// Zeroes a share of the elements in training and scales the others by 1 / (1 - share). Source: Srivastava et al. 2014.
///
/// No mask is kept: the places follow from the pass's seed, so forward and backward are the same call.
public struct Dropout: Sendable {
  public let share: Float

  public init(_ share: Float) {
    precondition(share >= 0 && share < 1, "Dropout: a share of \(share)")
    self.share = share
  }

  /// In place, for values and for slopes.
  public func apply(to x: Activations, pass: TrainingPass) {
    if pass.isTraining { pass.compute.dropOut(x, share: share, seed: pass.seed) }
  }
}
