public import Kernels

/// How a training goes about its steps.
public struct TrainingPlan: Sendable, Equatable, Codable {
  public var schedule: RateSchedule
  /// Parts that a step's batch is computed in, one after the other.
  public var parts = 1
  /// The largest norm of all gradients together; nil for no limit.
  public var clip: Float? = 1
  public var beta1: Float = 0.9
  public var beta2: Float = 0.999
  public var precision: ProductPrecision = .float32
  public var seed: UInt64 = 0
  /// Steps from one validation to the next; 0 for none but at the end.
  public var validationInterval = 0
  /// Steps from one checkpoint to the next, where there is a place for it; the last step leaves one too.
  public var checkpointInterval = 100

  public init(schedule: RateSchedule) { self.schedule = schedule }

  /// Whether a training of another plan is gone on from by this one: of the same plan, or of one that differs in a higher rate alone.
  ///
  /// A training whose loss stopped being a number is taken up again at a lower rate. It then ends at other bits than one that had the
  /// lower rate from its first step; what it was up to its checkpoint stays.
  public func goesOn(from other: TrainingPlan) -> Bool {
    var other = other
    guard schedule.peak <= other.schedule.peak else { return false }
    other.schedule.peak = schedule.peak
    return self == other
  }

  /// - Throws: ``TrainingError/badSetting(name:value:allowed:)``.
  public func check() throws(TrainingError) {
    func fail(_ name: String, _ value: some CustomStringConvertible, _ allowed: String) throws(TrainingError) {
      throw .badSetting(name: name, value: value.description, allowed: allowed)
    }
    if !(schedule.peak > 0 && schedule.peak <= 10) { try fail("rate", schedule.peak, "above 0, at most 10") }
    if !(1...100_000_000).contains(schedule.steps) { try fail("steps", schedule.steps, "1 to 100,000,000") }
    if !(0...schedule.steps).contains(schedule.warmup) { try fail("warmup", schedule.warmup, "0 to the number of steps") }
    if !(schedule.floor >= 0 && schedule.floor <= 1) { try fail("floor", schedule.floor, "0 to 1") }
    if !(1...65_536).contains(parts) { try fail("parts", parts, "1 to 65,536") }
    if let clip, !(clip > 0) { try fail("clip", clip, "above 0, or none") }
    if !(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1) { try fail("beta", beta1, "0 to below 1") }
    if validationInterval < 0 || checkpointInterval < 1 { try fail("interval", checkpointInterval, "at least 1") }
  }
}
