public import Kernels

/// What the forward and backward of one batch compute with.
public struct TrainingPass {
  public let compute: Compute
  public let precision: ProductPrecision
  /// What dropout draws from: another number each step, the same in a step's forward and backward.
  public let seed: UInt32
  /// False to judge: nothing is dropped.
  public let isTraining: Bool

  public init(compute: Compute, precision: ProductPrecision = .float32, seed: UInt32 = 0, isTraining: Bool = true) {
    self.compute = compute
    self.precision = precision
    self.seed = seed
    self.isTraining = isTraining
  }

  /// The same for one part of a model, so that no two drop the same places.
  public func part(_ number: Int) -> TrainingPass {
    TrainingPass(compute: compute, precision: precision, seed: (seed ^ UInt32(truncatingIfNeeded: number &+ 1)) &* 0x9E37_79B1, isTraining: isTraining)
  }
}
