import Kernels
public import Layers
public import Models
public import Training

/// Trains the fusion Transformer to read questions: the relation asked for or none, and the domain.
///
/// In three of ten questions the thing's token is left out, as it is where nothing was linked. Where tokens say which relations a thing has, the asked
/// one is hidden in three of ten others, for a graph does not state all that is asked, and all are in one of ten.
public final class ReadingObjective: TrainingObjective {
  public let model: FusionTransformer
  private let texts: EncodedTexts
  private let questions: [ReadingQuestion]
  /// Questions a step.
  public let batch: Int
  private let seed: UInt64
  private let relations: Int
  private let showsRelations: Bool

  /// - Parameters:
  ///   - texts: where the questions and names were prepared.
  ///   - questions: taken in turn, `batch` a step.
  ///   - showsRelations: whether a thing's token says which relations it has.
  public init(
    _ texts: EncodedTexts, questions: [ReadingQuestion], relations: Int, domains: Int, showsRelations: Bool, batch: Int = 32, seed: UInt64
  ) {
    var shape = FusionConfiguration(
      features: [.word: texts.width, .entity: 2 * texts.width + (showsRelations ? relations : 0)], classes: [relations + 1, domains])
    shape.dropout = 0.1
    model = FusionTransformer(shape, seed: seed)
    self.texts = texts
    self.questions = questions
    self.batch = batch
    self.seed = seed
    self.relations = relations
    self.showsRelations = showsRelations
  }

  /// Questions in all.
  public var count: Int { questions.count }
  public var groups: [ParameterGroup] { ParameterGroup.usual(model.parameters, decay: 0.05) }

  public func accumulate(step: Int, part: Int, parts: Int, weight: Float, pass: TrainingPass) throws -> PartLoss {
    let start = (step * parts + part) * batch
    let chosen = (0..<batch).map { questions[(start + $0) % questions.count] }
    var random = SeededGenerator(seed: seed &+ UInt64(start) &* 0x9E37_79B9_7F4A_7C15)
    let tokens = chosen.map { self.tokens($0, naming: random.unit() >= 0.3, hiding: showsRelations ? random.unit() : 1) }
    let memory = model.forward(tokens, pass: pass)
    let loss = loss(chosen, memory, weight: weight / Float(batch), pass: pass)
    model.backward(memory, pass: pass)
    return PartLoss(mean: loss / Double(batch), tokens: tokens.reduce(0) { $0 + $1.count })
  }

  /// - Parameter draw: below .1 the thing's relations are hidden, below .4 the asked one.
  private func tokens(_ question: ReadingQuestion, naming: Bool, hiding draw: Double) -> FusionTokens {
    let vector = texts.vector(of: question.name) + texts.vector(of: question.kind)
    let shown = draw < 0.1 ? [] : draw < 0.4 ? question.having.subtracting([question.relation]) : question.having
    let marks: [Float] = showsRelations ? (0..<Int32(relations)).map { shown.contains($0) ? 1 : 0 } : []
    return FusionTokens([.word: texts.states(of: question.text), .entity: naming ? [vector + marks] : []])
  }

  /// The sum of the losses; their slopes, times the weight, take the logits' place. What is said of the domain counts half.
  private func loss(_ chosen: [ReadingQuestion], _ memory: FusionTransformer.Memory, weight: Float, pass: TrainingPass) -> Double {
    let relation = SoftmaxCrossEntropy(smoothing: 0.05).forwardBackward(
      memory.classes[0], targets: chosen.map(\.relation), weight: weight, compute: pass.compute)
    let domain = SoftmaxCrossEntropy().forwardBackward(
      memory.classes[1], targets: chosen.map { $0.domain ?? SoftmaxCrossEntropy.ignored }, weight: weight / 2, compute: pass.compute)
    return relation + domain / 2
  }
}
