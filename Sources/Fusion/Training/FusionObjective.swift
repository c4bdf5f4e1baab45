import Glibc
public import Kernels
public import Layers
public import Models
public import Training

/// Both losses of a fusion Transformer: of the relation that a question asks for, and of its answers among all things.
///
/// Other true answers are masked out: they are no wrong ones.
public final class FusionObjective: TrainingObjective {
  public let model: FusionTransformer
  public let head: AnswerHead
  private let inputs: FusionInputs
  private let features: EntityFeatures
  private let questions: [FusionQuestion]
  private let batch: Int
  /// What the answers' loss counts beside the relation's.
  private let answerWeight: Float

  /// - Parameter questions: prepared in `inputs`; taken in turn, `batch` a step.
  public init(
    _ inputs: FusionInputs, features: EntityFeatures, questions: [FusionQuestion], batch: Int = 32, answerWeight: Float = 0.3, seed: UInt64
  ) {
    let relations = inputs.graph.relations.count
    model = FusionTransformer(
      FusionConfiguration(
        features: [.word: inputs.wordWidth, .entity: inputs.entityWidth(features), .neighbour: features.hasNeighbours ? 2 * inputs.wordWidth : 0],
        classes: [relations]), seed: seed)
    head = AnswerHead(relations: relations)
    self.inputs = inputs
    self.features = features
    self.questions = questions
    self.batch = batch
    self.answerWeight = answerWeight
  }

  public var groups: [ParameterGroup] {
    ParameterGroup.usual(model.parameters, decay: 0.05) + [ParameterGroup(head.parameters, rateFactor: 10, decay: 0)]
  }

  public func accumulate(step: Int, part: Int, parts: Int, weight: Float, pass: TrainingPass) throws -> PartLoss {
    let start = (step * parts + part) * batch
    let chosen = (0..<batch).map { questions[(start + $0) % questions.count] }
    let tokens = chosen.map { inputs.tokens(of: $0, features) }
    let memory = model.forward(tokens, pass: pass), logits = memory.classes[0]
    let scored = head.score(logits, entities: chosen.map(\.entity), right: chosen.map(\.relation), inputs: inputs, compute: pass.compute)
    let share = weight / Float(batch)
    var loss = 0.0, slopes: [[Float]] = []
    for (question, scored) in zip(chosen, scored) {
      guard !question.answers.isEmpty else {
        slopes.append([])
        continue
      }
      let (value, slope) = Self.answerLoss(scored.scores, of: question)
      loss += Double(answerWeight) * value
      slopes.append(head.backward(slope.map { $0 * share * answerWeight }, of: scored, inputs: inputs))
    }
    loss += SoftmaxCrossEntropy().forwardBackward(logits, targets: chosen.map(\.relation), weight: share, compute: pass.compute)
    for (row, slope) in slopes.enumerated() {
      for (column, value) in slope.enumerated() { logits[row, column] += value }
    }
    model.backward(memory, pass: pass)
    return PartLoss(mean: loss / Double(batch), tokens: tokens.reduce(0) { $0 + $1.count })
  }

  /// The cross entropy of the answers, each as likely as the others, and its slopes.
  private static func answerLoss(_ scores: [Float], of question: FusionQuestion) -> (Double, [Float]) {
    var slopes = scores
    for other in question.known + [question.entity] where !question.answers.contains(other) { slopes[Int(other)] = -.infinity }
    softmax(&slopes)
    var loss = 0.0
    let share = 1 / Float(question.answers.count)
    for answer in question.answers {
      loss -= Double(share * logf(max(slopes[Int(answer)], 1e-30)))
    }
    for answer in question.answers { slopes[Int(answer)] -= share }
    return (loss, slopes)
  }

  /// What the trained model makes of questions: each with its likeliest relation and all things' scores.
  public func answers(to questions: [FusionQuestion], compute: Compute) -> [FusionJudge.Answer] {
    let pass = TrainingPass(compute: compute, isTraining: false)
    return stride(from: 0, to: questions.count, by: 64).flatMap { start in
      let chosen = Array(questions[start..<min(start + 64, questions.count)])
      let memory = model.forward(chosen.map { inputs.tokens(of: $0, features) }, pass: pass)
      let scored = head.score(memory.classes[0], entities: chosen.map(\.entity), right: nil, inputs: inputs, compute: compute)
      return scored.map { scored in
        FusionJudge.Answer(relation: scored.relations[0], scores: scored.scores)
      }
    }
  }
}
