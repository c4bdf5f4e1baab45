import Kernels
import Layers
import Models
import Testing

@Suite("The fusion Transformer's slopes are those of its loss") struct FusionTransformerTests {
  private static func rows(_ count: Int, _ columns: Int, _ random: inout SeededGenerator) -> [[Float]] {
    (0..<count).map { _ in (0..<columns).map { _ in random.normal() } }
  }

  private static func tokens(_ seed: UInt64, words: Int, entities: Int, candidates: Int) -> FusionTokens {
    var random = SeededGenerator(seed: seed)
    return FusionTokens([.word: rows(words, 20, &random), .entity: rows(entities, 12, &random), .candidate: rows(candidates, 7, &random)])
  }

  private static let batch = [
    tokens(1, words: 3, entities: 1, candidates: 2), tokens(2, words: 7, entities: 2, candidates: 3), tokens(3, words: 1, entities: 0, candidates: 1),
  ]
  private static let targets: [Int32] = [0, 4, 2], others: [Int32] = [1, 0, 1]

  private static func shape(entityWidth: Int) -> FusionConfiguration {
    var shape = FusionConfiguration(features: [.word: 20, .entity: entityWidth, .candidate: 7], scored: [.candidate], classes: [5, 2])
    (shape.width, shape.heads, shape.intermediate, shape.dropout) = (32, 2, 48, 0)
    return shape
  }

  /// The cross entropy of two heads' classes, and half the square of each candidate's distance from 1.
  private static func loss(_ model: FusionTransformer, slopes: Bool) -> Double {
    let memory = model.forward(batch, pass: TrainingPass(compute: .shared))
    var loss = 0.0
    for (logits, targets) in zip(memory.classes, [targets, others]) {
      loss += SoftmaxCrossEntropy().forwardBackward(logits, targets: targets, weight: 1, compute: .shared)
    }
    if let scores = memory.scores[.candidate] {
      #expect(scores.rows == 6)
      for row in 0..<scores.rows {
        let difference = scores[row, 0] - 1
        loss += Double(difference * difference) / 2
        scores[row, 0] = difference
      }
    }
    if slopes { model.backward(memory, pass: TrainingPass(compute: .shared)) }
    return loss
  }

  private static func model(entityWidth: Int) -> FusionTransformer {
    let model = FusionTransformer(shape(entityWidth: entityWidth), seed: 5)
    // Scores start at zero, where nothing reaches what is below them.
    var random = SeededGenerator(seed: 9)
    for parameter in model.parameters where parameter.name == "score.candidate.weight" { parameter.fillNormally(deviation: 0.2, using: &random) }
    return model
  }

  @Test("Each parameter's slope is the loss's difference, with tokens of things and without", arguments: [12, 0]) func slopes(entityWidth: Int) {
    let model = Self.model(entityWidth: entityWidth)
    _ = Self.loss(model, slopes: true)
    for parameter in model.parameters {
      for place in [0, parameter.count / 2, parameter.count - 1] {
        let (row, column) = (place / parameter.columns, place % parameter.columns), value = parameter.values[row, column]
        let step: Float = 1e-2
        func at(_ other: Float) -> Double {
          var values = parameter.values.copy(row: row)
          values[column] = other
          parameter.values.set(row: row, to: values)
          return Self.loss(model, slopes: false)
        }
        let difference = (at(value + step) - at(value - step)) / Double(2 * step)
        _ = at(value)
        #expect(abs(difference - Double(parameter.gradient[row, column])) < 2e-3 + 0.02 * abs(difference), "\(parameter.name) \(place)")
      }
    }
  }

  @Test("Questions of a batch do not see each other") func apart() {
    let model = Self.model(entityWidth: 12), pass = TrainingPass(compute: .shared, isTraining: false)
    let together = model.forward(Self.batch, pass: pass)
    var before = 0
    for (index, tokens) in Self.batch.enumerated() {
      let alone = model.forward([tokens], pass: pass), count = tokens.rows[.candidate]?.count ?? 0
      #expect(zip(alone.classes, together.classes).allSatisfy { one, all in zip(one.copy(row: 0), all.copy(row: index)).allSatisfy { abs($0 - $1) < 1e-4 } })
      guard let one = alone.scores[.candidate], let all = together.scores[.candidate] else { continue }
      #expect((0..<count).allSatisfy { abs(one[$0, 0] - all[before + $0, 0]) < 1e-4 } && Set((0..<count).map { one[$0, 0] }).count == count)
      before += count
    }
  }
}
