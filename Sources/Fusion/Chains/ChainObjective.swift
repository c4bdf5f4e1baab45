public import Kernels
public import Layers
public import Models
public import Training

/// Trains the fusion Transformer to tell which chain of relations a question asks for.
public final class ChainObjective: TrainingObjective {
  public let model: FusionTransformer
  private let inputs: ChainInputs
  private let features: EntityFeatures
  private let questions: [ChainQuestion]
  private let batch: Int

  /// - Parameter questions: prepared in `inputs`; taken in turn, `batch` a step.
  public init(
    _ inputs: ChainInputs, features: EntityFeatures, questions: [ChainQuestion], chains: Int, batch: Int = 32, seed: UInt64
  ) {
    model = FusionTransformer(
      FusionConfiguration(features: [.word: inputs.wordWidth, .entity: inputs.entityWidth(features)], classes: [chains]), seed: seed)
    self.inputs = inputs
    self.features = features
    self.questions = questions
    self.batch = batch
  }

  public var groups: [ParameterGroup] { ParameterGroup.usual(model.parameters, decay: 0.05) }

  public func accumulate(step: Int, part: Int, parts: Int, weight: Float, pass: TrainingPass) throws -> PartLoss {
    let start = (step * parts + part) * batch, chosen = (0..<batch).map { questions[(start + $0) % questions.count] }
    let tokens = chosen.map { inputs.tokens(of: $0, features) }, memory = model.forward(tokens, pass: pass)
    let loss = SoftmaxCrossEntropy().forwardBackward(
      memory.classes[0], targets: chosen.map(\.chain), weight: weight / Float(batch), compute: pass.compute)
    model.backward(memory, pass: pass)
    return PartLoss(mean: loss / Double(batch), tokens: tokens.reduce(0) { $0 + $1.count })
  }

  /// For each question the probabilities of the chains.
  public func probabilities(_ questions: [ChainQuestion], compute: Compute) -> [[Float]] {
    let pass = TrainingPass(compute: compute, isTraining: false)
    return stride(from: 0, to: questions.count, by: 64).flatMap { start in
      let chosen = questions[start..<min(start + 64, questions.count)]
      let memory = model.forward(chosen.map { inputs.tokens(of: $0, features) }, pass: pass)
      softmax(memory.classes[0], compute: compute)
      return (0..<chosen.count).map { memory.classes[0].copy(row: $0) }
    }
  }
}
