import Glibc
import Kernels
public import Layers
import Models
public import Training

/// The cross entropy of each candidate being meant or not.
public final class LinkObjective: TrainingObjective {
  public let linker: FusionLinker
  private let questions: [LinkQuestion]
  /// Questions a step.
  public let batch: Int

  /// - Parameter questions: with candidates, taken in turn.
  public init(_ linker: FusionLinker, questions: [LinkQuestion], batch: Int = 32) {
    self.linker = linker
    self.questions = questions.filter { !$0.right.isEmpty }
    self.batch = batch
  }

  /// Questions that are learnt from.
  public var count: Int { questions.count }
  public var groups: [ParameterGroup] { ParameterGroup.usual(linker.model.parameters, decay: 0.1) }

  public func plan(epochs: Int, seed: UInt64) -> TrainingPlan {
    let steps = max(1, count * epochs / batch)
    var plan = TrainingPlan(schedule: RateSchedule(peak: 1e-3, warmup: steps / 10, steps: steps))
    plan.seed = seed
    return plan
  }

  public func accumulate(step: Int, part: Int, parts: Int, weight: Float, pass: TrainingPass) throws -> PartLoss {
    let start = (step * parts + part) * batch
    let chosen = (0..<batch).map { questions[(start + $0) % questions.count] }, tokens = chosen.map(\.tokens)
    let memory = linker.model.forward(tokens, pass: pass), share = weight / Float(batch)
    guard let scores = memory.scores[.candidate] else { return PartLoss(mean: 0, tokens: 0) }
    var loss = 0.0
    for (row, isMeant) in chosen.flatMap(\.right).enumerated() {
      let score = scores[row, 0], signed = isMeant ? score : -score
      loss += Double(signed > 0 ? log1pf(expf(-signed)) : log1pf(expf(signed)) - signed)
      scores[row, 0] = (1 / (1 + expf(-score)) - (isMeant ? 1 : 0)) * share
    }
    linker.model.backward(memory, pass: pass)
    return PartLoss(mean: loss / Double(batch), tokens: tokens.reduce(0) { $0 + $1.count })
  }
}
