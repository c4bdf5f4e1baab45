public import Kernels
import KnowledgeGraph
import Layers
import Models
public import Perception
public import Training

/// Trains a reader of questions on a graph: first on some of the wordings, to tell how it does on the others, then on all of them.
public struct ReaderTraining {
  /// Questions a relation and epoch, epochs, and the seed that everything follows from.
  public var each = 30
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

  /// How well a reader does on wordings that it did not train on.
  public struct Accuracy: Sendable, Equatable {
    /// Of the relation asked for, or that none is.
    public var relation: Double
    public var domain: Double
    public var questions: Int
  }

  /// Both trainings, one after the other: minutes on two cores for graphs of thousands of edges.
  ///
  /// - Parameter ships: false ends after the first, with what it told about held-out wordings.
  public func run(ships: Bool = true, compute: Compute) throws -> FusionReader {
    func trained(_ part: ReadingQuestions.Part) throws -> ReadingObjective {
      let objective = try objective(part)
      try TrainingLoop(objective, plan: plan(for: objective), compute: compute).run()
      return objective
    }
    let first = try trained(.training), accuracy = try judge(first, compute: compute)
    return reader(ships ? try trained(.all) : first, of: ships ? .all : .training, accuracy: accuracy, compute: compute)
  }

  /// What is trained on a part of the wordings; encodes its questions.
  public func objective(_ part: ReadingQuestions.Part) throws -> ReadingObjective {
    let questions = maker.questions(part, each: each, seed: seed)
    try prepare(questions)
    return ReadingObjective(texts, questions: questions, relations: relations.count, domains: Domain.allCases.count, seed: seed)
  }

  public func plan(for objective: ReadingObjective) -> TrainingPlan {
    let steps = max(1, objective.count * epochs / objective.batch)
    var plan = TrainingPlan(schedule: RateSchedule(peak: 1e-3, warmup: steps / 20, steps: steps))
    plan.seed = seed
    return plan
  }

  /// The reader that an objective was trained to.
  ///
  /// - Parameter part: the wordings that it trained on.
  public func reader(_ objective: ReadingObjective, of part: ReadingQuestions.Part, accuracy: Accuracy, compute: Compute) -> FusionReader {
    FusionReader(
      objective.model,
      card: FusionReader.Card(
        configuration: objective.model.configuration, relations: relations, encoder: encoder, words: maker.words(part), relationAccuracy: accuracy.relation,
        domainAccuracy: accuracy.domain), compute: compute)
  }

  /// Asks in held-out wordings.
  public func judge(_ objective: ReadingObjective, compute: Compute) throws -> Accuracy {
    let questions = maker.questions(.heldOut, each: 12, seed: seed + 1)
    try prepare(questions)
    let reader = reader(objective, of: .training, accuracy: Accuracy(relation: 0, domain: 0, questions: 0), compute: compute)
    var relationsRight = 0, domainsRight = 0, known = 0
    for question in questions {
      let thing = texts.vector(of: question.name) + texts.vector(of: question.kind)
      let reading = reader.read(words: texts.states(of: question.text), things: [thing], most: 1), best = reading.relations[0]
      let says = reading.asksNone > best.probability ? relations.count : relations.firstIndex(of: best.name)
      if says == Int(question.relation) { relationsRight += 1 }
      guard let domain = question.domain else { continue }
      known += 1
      if reading.domains.max(by: { $0.value < $1.value })?.key == Domain.allCases[Int(domain)] { domainsRight += 1 }
    }
    return Accuracy(
      relation: Double(relationsRight) / Double(max(1, questions.count)), domain: Double(domainsRight) / Double(max(1, known)), questions: questions.count)
  }

  private func prepare(_ questions: [ReadingQuestion]) throws {
    try texts.prepare(questions: questions.map(\.text), names: questions.flatMap { [$0.name, $0.kind] })
  }
}
