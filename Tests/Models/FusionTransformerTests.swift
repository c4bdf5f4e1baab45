import Kernels
import Layers
import Models
import Testing

@Suite("The fusion Transformer's slopes are those of its loss") struct FusionTransformerTests {
  private static func tokens(_ seed: UInt64, words: Int, entities: Int) -> FusionTransformer.Tokens {
    var random = SeededGenerator(seed: seed)
    return FusionTransformer.Tokens(
      words: (0..<words).map { _ in (0..<20).map { _ in random.normal() } }, entities: (0..<entities).map { _ in (0..<12).map { _ in random.normal() } })
  }

  private static let batch = [tokens(1, words: 3, entities: 1), tokens(2, words: 7, entities: 2), tokens(3, words: 1, entities: 0)]
  private static let targets: [Int32] = [0, 4, 2]

  private static func shape(entityWidth: Int) -> FusionConfiguration {
    var shape = FusionConfiguration(wordWidth: 20, entityWidth: entityWidth, relations: 5)
    (shape.width, shape.heads, shape.intermediate, shape.dropout) = (32, 2, 48, 0)
    return shape
  }

  private static func loss(_ model: FusionTransformer, slopes: Bool) -> Double {
    let pass = TrainingPass(compute: .shared), logits = Activations(rows: 3, columns: 5)
    let memory = model.forward(batch, into: logits, pass: pass)
    let loss = SoftmaxCrossEntropy().forwardBackward(logits, targets: targets, weight: 1, compute: .shared)
    if slopes { model.backward(logits, memory: memory, pass: pass) }
    return loss
  }

  @Test("Each parameter's slope is the loss's difference, with tokens of things and without", arguments: [12, 0]) func slopes(entityWidth: Int) {
    let model = FusionTransformer(Self.shape(entityWidth: entityWidth), seed: 5)
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
    let model = FusionTransformer(Self.shape(entityWidth: 12), seed: 5), pass = TrainingPass(compute: .shared, isTraining: false)
    let together = Activations(rows: 3, columns: 5), alone = Activations(rows: 1, columns: 5)
    _ = model.forward(Self.batch, into: together, pass: pass)
    for (index, tokens) in Self.batch.enumerated() {
      _ = model.forward([tokens], into: alone, pass: pass)
      #expect(zip(alone.copy(row: 0), together.copy(row: index)).allSatisfy { abs($0 - $1) < 1e-4 })
    }
  }
}
