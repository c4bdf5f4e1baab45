public import GraphEmbedding
import Kernels

/// A question that a graph answers.
public struct FusionQuestion: Sendable, Equatable {
  public let text: String
  /// The thing it is about, and the relation it asks for.
  public let entity: Int32
  public let relation: Int32
  /// Those of the part of the graph it was made from; none where only the relation is asked.
  public let answers: [Int32]
  /// What else is true, in any part: no wrong answer.
  public let known: [Int32]

  public init(text: String, entity: Int32, relation: Int32, answers: [Int32], known: [Int32]) {
    self.text = text
    self.entity = entity
    self.relation = relation
    self.answers = answers
    self.known = known
  }
}

/// Words edges as questions.
public struct QuestionMaker {
  private let graph: FusionGraph
  private let wordings: RelationWordings
  private var objects: [Key: [Int32]] = [:]

  private struct Key: Hashable {
    let entity, relation: Int32
  }

  public init(_ graph: FusionGraph, wordings: RelationWordings) {
    self.graph = graph
    self.wordings = wordings
    for edge in graph.edges { objects[Key(entity: edge.subject, relation: edge.relation), default: []].append(edge.object) }
  }

  /// One question for each thing and relation of a part of the edges, in an order that the seed decides.
  ///
  /// - Parameters:
  ///   - heldOut: by wordings that training never shows, under the label as it is; otherwise sometimes under an alias or misspelt.
  ///   - times: how often each is worded, each time anew.
  public func questions(of part: [NumberedTriple], heldOut: Bool, times: Int = 1, seed: UInt64) -> [FusionQuestion] {
    var random = SeededGenerator(seed: seed), order: [Key] = [], answers: [Key: [Int32]] = [:]
    for edge in part {
      let key = Key(entity: edge.subject, relation: edge.relation)
      if answers[key] == nil { order.append(key) }
      answers[key, default: []].append(edge.object)
    }
    var result: [FusionQuestion] = []
    for _ in 0..<times {
      for key in order {
        let entry = wordings.entries[Int(key.relation)], right = answers[key] ?? []
        guard let wording = (heldOut ? entry.heldOut : entry.wordings).randomElement(using: &random) else { continue }
        result.append(
          FusionQuestion(
            text: wording.replacing("{}", with: name(of: key.entity, plain: heldOut, using: &random)), entity: key.entity, relation: key.relation,
            answers: right, known: (objects[key] ?? []).filter { !right.contains($0) }))
      }
    }
    return result.shuffled(using: &random)
  }

  /// Questions that only ask for a relation, as many of each: in a graph a few relations have most of the edges.
  ///
  /// - Parameters:
  ///   - part: whose things are asked about, by the relations that they have there.
  ///   - each: questions a relation.
  public func relationQuestions(about part: [NumberedTriple], each: Int, seed: UInt64) -> [FusionQuestion] {
    var random = SeededGenerator(seed: seed), subjects = [[Int32]](repeating: [], count: graph.relations.count)
    for edge in part { subjects[Int(edge.relation)].append(edge.subject) }
    return subjects.indices.flatMap { relation in
      (0..<each).compactMap { turn -> FusionQuestion? in
        guard let entity = subjects[relation].randomElement(using: &random) else { return nil }
        let wordings = wordings.entries[relation].wordings
        return FusionQuestion(
          text: wordings[turn % wordings.count].replacing("{}", with: name(of: entity, plain: false, using: &random)), entity: entity,
          relation: Int32(relation), answers: [], known: [])
      }
    }.shuffled(using: &random)
  }

  private func name(of entity: Int32, plain: Bool, using random: inout SeededGenerator) -> String {
    let record = graph.entities[Int(entity)]
    if plain { return record.label }
    let name = random.unit() < 0.25 ? record.aliases.randomElement(using: &random) ?? record.label : record.label
    return random.unit() < 0.1 ? Misspelling.slip(name, using: &random) : name
  }
}
