import Foundation
import Kernels
import KnowledgeGraph
import Layers
import Models
import Training
import Wire

/// A decoder's training on the windows of a text, whichever of its numbers are trained: how the text is cut, a step divided, and what is told afterwards.
struct TextWindows {
  /// Bytes that what one part of a step keeps for its backward may take.
  static let partBytes = 640 << 20
  /// Windows that are judged: more of them say little more.
  private static let mostHeldOut = 48.0

  let objective: CausalText
  private let parts, length: Int
  private let seed: UInt64

  /// - Parameters:
  ///   - length: tokens of a window.
  ///   - batch: windows of a step.
  init(_ model: TrainableDecoder, tokens: [Int32], length: Int, batch: Int, decay: Float, seed: UInt64) throws {
    let each = model.bytesPerToken * (length + 1)
    parts = (1...batch).first { batch % $0 == 0 && batch / $0 * each <= Self.partBytes } ?? batch
    model.recomputes = batch / parts * each > 2 * Self.partBytes
    let windows = Double(max(1, tokens.count / length))
    objective = try CausalText(
      model, tokens: tokens, length: length, sequences: batch / parts, heldOut: min(0.1, Self.mostHeldOut / windows), decay: decay, seed: seed)
    (self.length, self.seed) = (length, seed)
  }

  func plan(steps: Int, rate: Float, precision: ProductPrecision) -> TrainingPlan {
    var plan = TrainingPlan(schedule: RateSchedule(peak: rate, warmup: min(steps, max(1, steps / 10)), steps: steps))
    (plan.parts, plan.precision, plan.seed, plan.validationInterval) = (parts, precision, seed, max(10, steps / 10))
    return plan
  }

  /// Tells in a record what was trained on and the mean loss on the held-out windows before and after.
  func tell(_ record: inout TrainedModelShape, of text: TrainingText, _ domain: Domain?, before: Double?, after: Double?) {
    (record.domain, record.documents) = (domain?.rawValue, text.texts.count)
    (record.tokens, record.heldOutTokens) = (objective.windows.count * length, objective.heldOut.count * length)
    (record.lossBefore, record.lossAfter) = (before, after)
    (record.perplexityBefore, record.perplexityAfter) = (record.lossBefore.map(exp), record.lossAfter.map(exp))
  }
}
