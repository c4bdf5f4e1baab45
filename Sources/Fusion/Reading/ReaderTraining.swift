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
  /// Whether a thing's token says which relations it has, and how much likelier one direction is than the other where it has only that one.
  public var showsRelations = false
  public var statedPrior = 20.0

  private let maker: ReadingQuestions
  private let texts: EncodedTexts
  private let relations: [String]
  private let inverses: [String: String]
  private let encoder: String

  /// - Parameter others: wordings that ask for no relation.
  public init(_ graph: FusionGraph, wordings: RelationWordings, others: [String], encoder: TextEncoder) {
    maker = ReadingQuestions(graph, wordings: wordings, others: others)
    texts = EncodedTexts(encoder)
    relations = graph.relations
    inverses = Dictionary(
      uniqueKeysWithValues: graph.inverses.enumerated().compactMap { number, other in
        other.flatMap { Int($0) == number ? nil : (graph.relations[number], graph.relations[Int($0)]) }
      })
    self.encoder = encoder.name
  }

  /// How well a reader does on wordings that it did not train on.
  public struct Accuracy: Sendable, Equatable {
    /// Of the relation asked for, or that none is.
    public var relation: Double
    public var domain: Double
    public var questions: Int
    /// The same of the relation where the graph lacks the one that is asked for.
    public var relationUnstated = 0.0
    /// Of the questions for a relation whose other direction has a name, those read as asking for that.
    public var reversed = 0.0
    /// Of the questions that ask for no relation, those so read.
    public var none = 0.0
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
    return ReadingObjective(texts, questions: questions, relations: relations.count, domains: Domain.allCases.count, showsRelations: showsRelations, seed: seed)
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
        configuration: objective.model.configuration, relations: relations, encoder: encoder, words: maker.words(part),
        relationWords: maker.wordsByRelation(part), inverses: inverses, statedPrior: statedPrior, relationAccuracy: accuracy.relation,
        domainAccuracy: accuracy.domain), compute: compute)
  }

  /// Asks in held-out wordings.
  public func judge(_ objective: ReadingObjective, compute: Compute) throws -> Accuracy {
    let questions = maker.questions(.heldOut, each: 12, seed: seed + 1)
    try prepare(questions)
    let reader = reader(objective, of: .training, accuracy: Accuracy(relation: 0, domain: 0, questions: 0), compute: compute)
    var relationsRight = 0, domainsRight = 0, known = 0, unstatedRight = 0, reversed = 0, twoWays = 0, none = 0
    for question in questions {
      func says(having: Set<Int32>) -> (relation: Int?, reading: QuestionReading) {
        let thing = NamedThing(
          vector: texts.vector(of: question.name) + texts.vector(of: question.kind), relations: Set(having.map { relations[Int($0)] }))
        let reading = reader.read(words: texts.states(of: question.text), things: [thing], most: 1), best = reading.relations[0]
        return (reading.asksNone > best.probability ? relations.count : relations.firstIndex(of: best.name), reading)
      }
      let asked = Int(question.relation), (said, reading) = says(having: question.having)
      if said == asked { relationsRight += 1 }
      if asked < relations.count {
        if says(having: question.having.subtracting([question.relation])).relation == asked { unstatedRight += 1 }
        if let other = inverses[relations[asked]] {
          twoWays += 1
          if said == relations.firstIndex(of: other) { reversed += 1 }
        }
      } else if said == asked {
        none += 1
      }
      guard let domain = question.domain else { continue }
      known += 1
      if reading.domains.max(by: { $0.value < $1.value })?.key == Domain.allCases[Int(domain)] { domainsRight += 1 }
    }
    func share(_ count: Int, of all: Int) -> Double { Double(count) / Double(max(1, all)) }
    let asking = questions.count { Int($0.relation) < relations.count }
    return Accuracy(
      relation: share(relationsRight, of: questions.count), domain: share(domainsRight, of: known), questions: questions.count,
      relationUnstated: share(unstatedRight, of: asking), reversed: share(reversed, of: twoWays), none: share(none, of: questions.count - asking))
  }

  private func prepare(_ questions: [ReadingQuestion]) throws {
    try texts.prepare(questions: questions.map(\.text), names: questions.flatMap { [$0.name, $0.kind] })
  }
}
