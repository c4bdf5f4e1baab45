import Glibc
import Kernels
public import Layers
import Models
public import Training

/// The cross entropy of the picture that is meant among some of its list.
public final class PictureObjective: TrainingObjective {
  public let ranker: PictureRanker
  private let lists: [PictureList]
  private let batch, beside: Int
  private let seed: UInt64

  /// - Parameters:
  ///   - lists: those that have the right picture are learnt from, in an order that the seed decides.
  ///   - beside: wrong pictures beside the right one, drawn anew each time.
  public init(_ ranker: PictureRanker, lists: [PictureList], batch: Int = 4, beside: Int = 15, seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    self.ranker = ranker
    self.lists = lists.filter { $0.right != nil && $0.pictures.count > 1 }.shuffled(using: &random)
    self.batch = batch
    self.beside = beside
    self.seed = seed
  }

  /// Lists that are learnt from.
  public var count: Int { lists.count }

  public var groups: [ParameterGroup] {
    ParameterGroup.usual(ranker.model.parameters, decay: 0.1) + [ParameterGroup([ranker.gate], rateFactor: 10, decay: 0)]
  }

  public func accumulate(step: Int, part: Int, parts: Int, weight: Float, pass: TrainingPass) throws -> PartLoss {
    let start = (step * parts + part) * batch
    var random = SeededGenerator(seed: seed &+ UInt64(start) &* 0x9E37_79B9)
    // The right picture comes first of each.
    let chosen = (0..<batch).compactMap { index -> (list: PictureList, places: [Int])? in
      let list = lists[(start + index) % lists.count]
      guard let right = list.right else { return nil }
      return (list, [right] + list.pictures.indices.filter { $0 != right }.shuffled(using: &random).prefix(beside))
    }
    let tokens = chosen.flatMap { list, places in places.map { list.tokens(of: $0, ranker.features) } }
    let memory = ranker.model.forward(tokens, pass: pass), factor = expf(ranker.gate.values[0, 0]), share = weight / Float(batch)
    var loss = 0.0, row = 0, gateSlope: Float = 0
    for (list, places) in chosen {
      let priors = places.map { list.prior[$0] }
      var slopes = priors.enumerated().map { factor * $1 + memory.classes[0][row + $0, 0] }
      softmax(&slopes)
      loss -= Double(logf(max(slopes[0], 1e-20)))
      slopes[0] -= 1
      for (slope, prior) in zip(slopes, priors) {
        memory.classes[0][row, 0] = slope * share
        gateSlope += slope * share * factor * prior
        row += 1
      }
    }
    ranker.gate.gradient.set(row: 0, to: [ranker.gate.gradient[0, 0] + gateSlope])
    ranker.model.backward(memory, pass: pass)
    return PartLoss(mean: loss / Double(batch), tokens: tokens.reduce(0) { $0 + $1.count })
  }
}
