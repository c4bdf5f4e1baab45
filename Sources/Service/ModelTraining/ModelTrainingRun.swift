import Foundation
import Kernels
import Training
import Wire

/// What every training of a model does besides its objective: tells how far it is, keeps where it stands, stops when it is told to,
/// and stands still while somebody's answer is computed.
struct ModelTrainingRun: Sendable {
  /// Seconds from one keeping to the next, at the least.
  private static let interval = 20.0
  /// The share of the time that keeping may take: the checkpoint of a whole decoder has gigabytes.
  private static let keepingShare = 0.05
  /// How soon it goes on once no answer is being computed, in microseconds.
  private static let pause: UInt32 = 20_000

  let compute: Compute
  let isCancelled: @Sendable () -> Bool
  /// Whether an answer is being computed.
  let othersWait: @Sendable () -> Bool
  let tell: @Sendable (ModelTrainingShape) -> Void

  /// Trains to the last step.
  ///
  /// - Parameters:
  ///   - checkpoint: gone on from where it is of the same training, or of one that had a higher rate; else replaced.
  ///   - shape: what is told of, which grows by what is known.
  /// - Throws: `CancellationError` when told to stop, ``TrainingError`` otherwise; the checkpoint stays.
  func train<Objective: TrainingObjective>(
    _ objective: Objective, plan: TrainingPlan, identity: String, checkpoint: String, isFresh: Bool, shape: inout ModelTrainingShape
  ) throws -> Training.LearningCurve {
    if isFresh || !Self.isOf(checkpoint, plan, identity) { try? FileManager.default.removeItem(atPath: checkpoint) }
    let loop = try TrainingLoop(objective, plan: plan, compute: compute, identity: identity, checkpoint: checkpoint)
    var now = shape
    now.phase = .training
    (now.step, now.steps) = (loop.step, plan.schedule.steps)
    if loop.step > 0 { now.resumedAfter = loop.step }
    tell(now)
    var kept = ContinuousClock.now, interval = Self.interval
    do {
      try loop.run(
        { progress in
          now.step = progress.step
          now.loss = progress.loss
          now.validation = progress.validation ?? now.validation
          now.tokensPerSecond = progress.tokensPerSecond
          now.secondsLeft = progress.secondsLeft
          now.givesWay = nil
          tell(now)
          if (ContinuousClock.now - kept) / .seconds(1) > interval {
            let began = ContinuousClock.now
            // A full disk ends no training; it only could not be taken up again.
            try? loop.keep()
            kept = .now
            interval = max(Self.interval, (kept - began) / .seconds(1) / Self.keepingShare)
          }
          return true
        },
        goesOn: {
          while othersWait(), !isCancelled() {
            if now.givesWay == nil {
              now.givesWay = true
              tell(now)
            }
            usleep(Self.pause)
          }
          return !isCancelled()
        })
    } catch TrainingError.stopped {
      try? loop.keep()
      throw CancellationError()
    }
    shape = now
    return loop.curve
  }

  /// Tells what came of it.
  func finish(_ shape: inout ModelTrainingShape, _ record: TrainedModelShape) {
    shape.phase = .done
    shape.secondsLeft = nil
    shape.result = record
    tell(shape)
  }

  private static func isOf(_ checkpoint: String, _ plan: TrainingPlan, _ identity: String) -> Bool {
    guard let found = try? Checkpoint(path: checkpoint) else { return false }
    return plan.goesOn(from: found.plan) && found.identity == identity
  }
}
