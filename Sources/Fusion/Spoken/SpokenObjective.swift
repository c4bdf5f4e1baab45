import Glibc
import Kernels
public import Layers
import Models
public import Training

/// The cross entropy of the thing that was named, among a list's candidates and none of them.
///
/// Some of the wrong candidates are left out of each list, in one of eight the right one too.
public final class SpokenObjective: TrainingObjective {
  public let linker: SpokenLinker
  private let lists: [SpokenList]
  private let batch: Int
  private let dropped: Double
  private let seed: UInt64

  /// - Parameters:
  ///   - lists: whose right place is known, learnt from in an order that the seed decides.
  ///   - dropped: how often a list comes without its words, its graph embeddings or its sound.
  public init(_ linker: SpokenLinker, lists: [SpokenList], batch: Int = 8, dropped: Double = 0.3, seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    self.linker = linker
    self.lists = lists.filter { $0.right != nil }.shuffled(using: &random)
    self.batch = batch
    self.dropped = dropped
    self.seed = seed
  }

  /// Lists that are learnt from.
  public var count: Int { lists.count }

  public var groups: [ParameterGroup] {
    let model = linker.features == .mixed ? [] : ParameterGroup.usual(linker.model.parameters, decay: 0.1)
    return model + [ParameterGroup([linker.weights], rateFactor: 10, decay: 0.01)]
  }

  public func accumulate(step: Int, part: Int, parts: Int, weight: Float, pass: TrainingPass) throws -> PartLoss {
    let start = (step * parts + part) * batch
    var random = SeededGenerator(seed: seed &+ UInt64(start) &* 0x9E37_79B9)
    let chosen = (0..<batch).map { lists[(start + $0) % lists.count].thinned(0.3, withoutRight: random.unit() < 0.125, using: &random) }
    let features = linker.features
    let tokens = chosen.map {
      $0.tokens(features, withoutWords: random.unit() < dropped, withoutGraph: random.unit() < dropped, withoutSound: random.unit() < dropped)
    }
    let memory = features == .mixed ? nil : linker.model.forward(tokens, pass: pass), share = weight / Float(batch)
    var loss = 0.0, row = 0, slopes = [Float](repeating: 0, count: SpokenList.channels)
    for (list, var scores) in zip(chosen, linker.scores(chosen, memory)) {
      softmax(&scores)
      let right = list.right ?? 0
      loss -= Double(logf(max(scores[right], 1e-20)))
      scores[right] -= 1
      for (entry, slope) in zip(list.entries, scores) {
        for (channel, value) in entry.channels.enumerated() { slopes[channel] += slope * share * value }
        if let scored = memory?.scores[.candidate] { scored[row, 0] = slope * share }
        row += 1
      }
    }
    linker.weights.gradient.set(row: 0, to: zip(linker.weights.gradient.copy(row: 0), slopes).map { $0 + $1 })
    if let memory { linker.model.backward(memory, pass: pass) }
    return PartLoss(mean: loss / Double(batch), tokens: tokens.reduce(0) { $0 + $1.count })
  }
}
