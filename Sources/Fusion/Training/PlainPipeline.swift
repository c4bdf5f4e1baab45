import GraphEmbedding
public import Kernels
public import Layers
public import Training

/// What fusion is held against: a linear classifier of the relation over the question's sentence vector, then the graph embedding for the
/// likeliest relation alone.
public final class PlainPipeline: TrainingObjective {
  private let classifier: TrainableLinear
  private let inputs: FusionInputs
  private let vectors: [[Float]]
  private let relations: [Int32]
  private let batch: Int

  public init(_ inputs: FusionInputs, questions: [FusionQuestion], batch: Int = 32) throws {
    self.inputs = inputs
    self.batch = batch
    vectors = try inputs.sentences(questions)
    relations = questions.map(\.relation)
    classifier = TrainableLinear("relations", inputs: inputs.wordWidth, outputs: inputs.graph.relations.count)
  }

  public var groups: [ParameterGroup] { [ParameterGroup(classifier.parameters, decay: 0)] }

  public func accumulate(step: Int, part: Int, parts: Int, weight: Float, pass: TrainingPass) throws -> PartLoss {
    let start = (step * parts + part) * batch, chosen = (0..<batch).map { (start + $0) % vectors.count }
    let x = table(chosen.map { vectors[$0] }), logits = Activations(rows: batch, columns: classifier.outputs)
    classifier.forward(x, into: logits, pass: pass)
    let loss = SoftmaxCrossEntropy().forwardBackward(logits, targets: chosen.map { relations[$0] }, weight: weight / Float(batch), compute: pass.compute)
    classifier.backward(logits, input: x, into: nil, pass: pass)
    return PartLoss(mean: loss / Double(batch), tokens: batch)
  }

  public func answers(to questions: [FusionQuestion], compute: Compute) throws -> [FusionJudge.Answer] {
    let pass = TrainingPass(compute: compute, isTraining: false), x = table(try inputs.sentences(questions))
    let logits = Activations(rows: questions.count, columns: classifier.outputs)
    classifier.forward(x, into: logits, pass: pass)
    let scorer = EntityScores(model: inputs.embedding, batch: 1, compute: compute)
    return questions.enumerated().map { row, question in
      let values = logits.copy(row: row)
      let relation = values.indices.max { values[$0] < values[$1] } ?? 0
      return FusionJudge.Answer(
        relation: relation, scores: scorer.scores(.object, anchors: [question.entity], relations: [Int32(relation)])[0])
    }
  }

  private func table(_ rows: [[Float]]) -> Activations {
    let table = Activations(rows: rows.count, columns: inputs.wordWidth)
    for (index, row) in rows.enumerated() { table.set(row: index, to: row) }
    return table
  }
}
