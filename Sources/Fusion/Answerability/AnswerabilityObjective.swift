import Glibc
import Kernels
public import Layers
import Models
public import Training

/// The cross entropy of what would be said being right or not.
public final class AnswerabilityObjective: TrainingObjective {
  public let head: AnswerabilityHead
  private let looks: [(look: EvidenceLook, isRight: Bool)]
  private let batch: Int

  /// - Parameter looks: taken in turn, `batch` a step; those of another shape than the head's are left out.
  public init(_ head: AnswerabilityHead, looks: [(look: EvidenceLook, isRight: Bool)], batch: Int = 32) {
    self.head = head
    self.looks = looks.filter { head.fits($0.look) }
    self.batch = batch
  }

  public var groups: [ParameterGroup] { ParameterGroup.usual(head.model.parameters, decay: 0.1) }

  public func plan(epochs: Int, seed: UInt64) -> TrainingPlan {
    let steps = max(1, looks.count * epochs / batch)
    var plan = TrainingPlan(schedule: RateSchedule(peak: 2e-3, warmup: steps / 10, steps: steps))
    plan.seed = seed
    return plan
  }

  public func accumulate(step: Int, part: Int, parts: Int, weight: Float, pass: TrainingPass) throws -> PartLoss {
    let start = (step * parts + part) * batch
    let chosen = (0..<batch).map { looks[(start + $0) % looks.count] }, tokens = chosen.map { AnswerabilityHead.tokens($0.look) }
    let memory = head.model.forward(tokens, pass: pass), logits = memory.classes[0], share = weight / Float(batch)
    var loss = 0.0
    for (row, one) in chosen.enumerated() {
      let score = logits[row, 0], signed = one.isRight ? score : -score
      loss += Double(signed > 0 ? log1pf(expf(-signed)) : log1pf(expf(signed)) - signed)
      logits[row, 0] = (1 / (1 + expf(-score)) - (one.isRight ? 1 : 0)) * share
    }
    head.model.backward(memory, pass: pass)
    return PartLoss(mean: loss / Double(batch), tokens: tokens.reduce(0) { $0 + $1.count })
  }
}
