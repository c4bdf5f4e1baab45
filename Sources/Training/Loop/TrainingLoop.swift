import Foundation
public import Kernels
import Layers

/// Takes an objective down its loss, a step at a time, on the thread that calls it.
///
/// ```swift
/// let loop = try TrainingLoop(objective, plan: plan, compute: .shared, checkpoint: "adapter.state")
/// try loop.run { print($0.loss); return true }
/// ```
/// A checkpoint that is there already is gone on from, to the same bits; with a lower rate than it was written at, from there on at that
/// rate, as a training wants whose loss stopped being a number.
public final class TrainingLoop<Objective: TrainingObjective> {
  public let objective: Objective
  public let plan: TrainingPlan
  public private(set) var curve = LearningCurve()
  /// The step of the last checkpoint that was written or gone on from.
  public private(set) var lastCheckpoint: Int?

  private let optimiser: AdamW
  private let compute: Compute
  private let checkpointPath: String?
  private let identity: String

  /// - Parameters:
  ///   - identity: what a checkpoint must be of: model, data and what the objective was made with.
  ///   - checkpoint: a path, or nil to keep nothing.
  /// - Throws: ``TrainingError`` for an impossible plan or a checkpoint of another training, ``TableFileError`` for a damaged one.
  public init(
    _ objective: Objective, plan: TrainingPlan, compute: Compute, identity: String = "", checkpoint: String? = nil
  ) throws {
    try plan.check()
    self.objective = objective
    self.plan = plan
    self.compute = compute
    self.identity = identity
    checkpointPath = checkpoint
    optimiser = AdamW(objective.groups, beta1: plan.beta1, beta2: plan.beta2)
    guard !optimiser.parameters.isEmpty else { throw TrainingError.unsuited("nothing is left to train: every parameter is frozen") }
    guard let checkpoint, FileManager.default.fileExists(atPath: checkpoint) else { return }
    let found = try Checkpoint(path: checkpoint)
    guard plan.goesOn(from: found.plan) else { throw TrainingError.otherTraining(file: checkpoint, reason: "its plan is another, in more than a higher rate") }
    guard found.header.identity == identity else {
      throw TrainingError.otherTraining(file: checkpoint, reason: "it is of \(found.header.identity), not of \(identity)")
    }
    try found.restore(optimiser)
    curve = found.curve
    lastCheckpoint = found.step
  }

  /// Steps done.
  public var step: Int { optimiser.steps }
  /// Bytes of what is trained with its gradients and moments.
  public var parameterBytes: Int { optimiser.bytes }

  /// Goes on to the last step.
  ///
  /// - Parameters:
  ///   - report: called after each step; training ends there, without an error, when it returns false.
  ///   - goesOn: asked before each part of a step; when false the training is `stopped`, and what the step had done is lost.
  /// - Throws: ``TrainingError/notFinite(step:what:rate:checkpoint:)``, ``TrainingError/stopped(step:)``, or what the objective
  ///   throws. Parameters are those of the last whole step.
  public func run(_ report: (TrainingProgress) throws -> Bool = { _ in true }, goesOn: () -> Bool = { !Task.isCancelled }) throws {
    var watch = SpeedWatch()
    while optimiser.steps < plan.schedule.steps {
      let number = optimiser.steps, rate = plan.schedule.rate(at: number)
      optimiser.clearGradients()
      var loss = 0.0, tokens = 0
      for part in 0..<plan.parts {
        guard goesOn() else { throw TrainingError.stopped(step: number) }
        let value = try objective.accumulate(
          step: number, part: part, parts: plan.parts, weight: 1 / Float(plan.parts), pass: pass(step: number, part: part))
        loss += value.mean / Double(plan.parts)
        tokens += value.tokens
      }
      guard loss.isFinite else { throw TrainingError.notFinite(step: number + 1, what: "loss", rate: rate, checkpoint: lastCheckpoint) }
      let norm = plan.clip.map { optimiser.clip(to: $0, compute: compute) } ?? optimiser.gradientNorm(compute: compute)
      guard norm.isFinite else { throw TrainingError.notFinite(step: number + 1, what: "gradient", rate: rate, checkpoint: lastCheckpoint) }
      optimiser.step(rate: rate, compute: compute)
      let isLast = optimiser.steps == plan.schedule.steps
      var progress = TrainingProgress(
        step: optimiser.steps, steps: plan.schedule.steps, loss: loss, gradientNorm: norm, rate: rate, tokensPerSecond: 0, secondsLeft: 0)
      watch.count(tokens)
      if isLast || plan.validationInterval > 0 && optimiser.steps % plan.validationInterval == 0 {
        progress.validation = try objective.validate(pass: TrainingPass(compute: compute, precision: plan.precision, isTraining: false))
        watch.leaveOut()
      }
      (progress.tokensPerSecond, progress.secondsLeft) = (watch.tokensPerSecond, watch.secondsAStep * Double(plan.schedule.steps - optimiser.steps))
      curve.append(progress)
      if isLast || optimiser.steps % plan.checkpointInterval == 0 { try keep() }
      guard try report(progress) else { return }
    }
  }

  /// Writes a checkpoint now, where there is a place for one.
  public func keep() throws {
    guard let checkpointPath else { return }
    try Checkpoint.write(optimiser, plan: plan, identity: identity, curve: curve, to: checkpointPath)
    lastCheckpoint = optimiser.steps
  }

  /// Dropout's seed follows from the plan's, the step and the part.
  private func pass(step: Int, part: Int) -> TrainingPass {
    var random = SeededGenerator(seed: plan.seed ^ UInt64(step) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(part) << 48)
    return TrainingPass(compute: compute, precision: plan.precision, seed: UInt32(truncatingIfNeeded: random.next() >> 16))
  }

  /// The speed of the last steps.
  private struct SpeedWatch {
    private var last = ContinuousClock.now
    private(set) var secondsAStep = 0.0
    private(set) var tokensPerSecond = 0.0

    mutating func count(_ tokens: Int) {
      let now = ContinuousClock.now, seconds = max((now - last) / .seconds(1), 1e-9)
      last = now
      // The first step allocates: it counts until there is another.
      let share = secondsAStep == 0 ? 1 : 0.1
      secondsAStep += share * (seconds - secondsAStep)
      tokensPerSecond += share * (Double(tokens) / seconds - tokensPerSecond)
    }

    /// What came since belongs to no step.
    mutating func leaveOut() { last = .now }
  }
}
