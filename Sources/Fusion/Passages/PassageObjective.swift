import Glibc
import Kernels
public import Layers
import Models
public import Training

/// The cross entropy of a list's right passages: each right document has the same share, and its passages have it together, for it is found as
/// soon as one of them is.
public final class PassageObjective: TrainingObjective {
  public let ranker: PassageRanker
  private let lists: [PassageList]
  private let batch, most: Int
  private let dropped: Double
  private let seed: UInt64

  /// - Parameters:
  ///   - lists: those with a right and a wrong passage are learnt from, in an order that the seed decides.
  ///   - most: passages of a list in a step, its right ones and some of the others.
  ///   - dropped: how often a list comes without its vectors, or without its words.
  public init(_ ranker: PassageRanker, lists: [PassageList], batch: Int = 16, most: Int = 24, dropped: Double = 0.3, seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    self.ranker = ranker
    self.lists = lists.filter(\.hasRight).shuffled(using: &random)
    self.batch = batch
    self.most = most
    self.dropped = dropped
    self.seed = seed
  }

  /// Lists that are learnt from.
  public var count: Int { lists.count }

  /// What training by lists takes: two looks at each.
  public static func plan(lists: Int, batch: Int, seed: UInt64) -> TrainingPlan {
    let steps = max(1, lists * 2 / batch)
    var plan = TrainingPlan(schedule: RateSchedule(peak: 1e-3, warmup: steps / 10, steps: steps))
    plan.seed = seed
    return plan
  }

  public var groups: [ParameterGroup] {
    ParameterGroup.usual(ranker.parameters.filter { $0 !== ranker.gate }, decay: 0.1) + [ParameterGroup([ranker.gate], rateFactor: 10, decay: 0)]
  }

  public func accumulate(step: Int, part: Int, parts: Int, weight: Float, pass: TrainingPass) throws -> PartLoss {
    let start = (step * parts + part) * batch
    var random = SeededGenerator(seed: seed &+ UInt64(start) &* 0x9E37_79B9)
    let chosen = (0..<batch).map { lists[(start + $0) % lists.count].sample(most, using: &random) }
    let tokens = chosen.map { $0.tokens(ranker.features, withoutVectors: random.unit() < dropped, withoutWords: random.unit() < dropped) }
    let memory = ranker.model.forward(tokens, pass: pass), factors = ranker.factors(memory), share = weight / Float(batch)
    guard let scored = memory.scores[.passage] else { return PartLoss(mean: 0, tokens: 0) }
    var loss = 0.0, row = 0, gateSlope: Float = 0
    for (index, (list, scores)) in zip(chosen, ranker.scores(chosen, memory, trust: 1)).enumerated() {
      let (value, slopes) = Self.loss(scores, right: list.right)
      loss += value
      var listSlope: Float = 0
      for (slope, prior) in zip(slopes, list.prior) {
        scored[row, 0] = slope * share
        listSlope += slope * share * factors[index] * prior
        row += 1
      }
      memory.classes[0][index, 0] = listSlope
      gateSlope += listSlope
    }
    ranker.gate.gradient.set(row: 0, to: [ranker.gate.gradient[0, 0] + gateSlope])
    ranker.model.backward(memory, pass: pass)
    return PartLoss(mean: loss / Double(batch), tokens: tokens.reduce(0) { $0 + $1.count })
  }

  /// The loss of one list's scores, and their slopes.
  static func loss(_ scores: [Float], right: [Int?]) -> (Double, [Float]) {
    var slopes = scores, sums: [Int: Float] = [:]
    softmax(&slopes)
    for (probability, document) in zip(slopes, right) {
      if let document { sums[document, default: 1e-20] += probability }
    }
    let share = 1 / Float(sums.count)
    for (index, document) in right.enumerated() {
      if let document, let sum = sums[document] { slopes[index] -= share * slopes[index] / sum }
    }
    return (sums.sorted { $0.key < $1.key }.reduce(0) { $0 - Double(share * logf($1.value)) }, slopes)
  }
}
