public import Kernels
import KnowledgeGraph
import Layers
import Models
public import Perception
public import Training

/// Trains a reader of questions on a graph: first on some of the wordings, to tell how it does on the others, then on all of them.
public struct ReaderTraining {
  /// Questions a relation and epoch, epochs, and the seed that everything follows from.
  public var each = 60
  public var epochs = 6
  public var seed: UInt64 = 0

  private let maker: ReadingQuestions
  private let texts: EncodedTexts
  private let relations: [String]
  private let encoder: String

  /// - Parameter others: wordings that ask for no relation.
  public init(_ graph: FusionGraph, wordings: RelationWordings, others: [String], encoder: TextEncoder) {
    maker = ReadingQuestions(graph, wordings: wordings, others: others)
    texts = EncodedTexts(encoder)
    relations = graph.relations
    self.encoder = encoder.name
  }

  /// Minutes on two cores for graphs of thousands of edges.
  ///
  /// - Parameters:
  ///   - ships: false ends after the first training, with what it told about held-out wordings.
  ///   - progress: called after every step, with 0 or 1 for the training; false ends.
  /// - Throws: `CancellationError` where `progress` ended it.
  public func run(ships: Bool = true, compute: Compute, progress: (Int, TrainingProgress) -> Bool = { _, _ in true }) throws -> FusionReader {
    let held = maker.questions(.heldOut, each: 12, seed: seed + 1)
    var reader = try train(.training, held: held, accuracy: (0, 0), compute: compute) { progress(0, $0) }
    let accuracy = try judge(reader, on: held)
    if ships { reader = try train(.all, held: [], accuracy: accuracy, compute: compute) { progress(1, $0) } }
    return ships ? reader : reader.telling(relationAccuracy: accuracy.relation, domainAccuracy: accuracy.domain)
  }

  private func train(
    _ part: ReadingQuestions.Part, held: [ReadingQuestion], accuracy: (relation: Double, domain: Double), compute: Compute,
    progress: (TrainingProgress) -> Bool
  ) throws -> FusionReader {
    let questions = maker.questions(part, each: each, seed: seed)
    try texts.prepare(questions: (questions + held).map(\.text), names: (questions + held).flatMap { [$0.name, $0.kind] })
    let objective = ReadingObjective(texts, questions: questions, relations: relations.count, domains: Domain.allCases.count, seed: seed)
    let steps = max(1, questions.count * epochs / 32)
    var plan = TrainingPlan(schedule: RateSchedule(peak: 1e-3, warmup: steps / 20, steps: steps))
    plan.seed = seed
    var goesOn = true
    try TrainingLoop(objective, plan: plan, compute: compute).run { point in
      goesOn = progress(point)
      return goesOn
    }
    guard goesOn else { throw CancellationError() }
    return FusionReader(
      objective.model,
      card: FusionReader.Card(
        configuration: objective.model.configuration, relations: relations, encoder: encoder, relationAccuracy: accuracy.relation,
        domainAccuracy: accuracy.domain), compute: compute)
  }

  /// Shares of questions whose relation (or that they ask for none) and whose domain are read rightly.
  private func judge(_ reader: FusionReader, on questions: [ReadingQuestion]) throws -> (relation: Double, domain: Double) {
    var relations = 0, domains = 0, known = 0
    for question in questions {
      let reading = reader.read(words: texts.states(of: question.text), things: [texts.vector(of: question.name) + texts.vector(of: question.kind)], most: 1)
      let wanted = Int(question.relation), best = reading.relations[0]
      let says = reading.asksNone > best.probability ? self.relations.count : self.relations.firstIndex(of: best.name)
      if says == wanted { relations += 1 }
      guard let domain = question.domain else { continue }
      known += 1
      if reading.domains.max(by: { $0.value < $1.value })?.key == Domain.allCases[Int(domain)] { domains += 1 }
    }
    return (Double(relations) / Double(max(1, questions.count)), Double(domains) / Double(max(1, known)))
  }
}
