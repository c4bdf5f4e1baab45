import Foundation
import GraphEmbedding
import Kernels
import KnowledgeGraph

/// A question whose relation and domain are known: what a reader of questions learns from.
public struct ReadingQuestion: Sendable, Equatable {
  public let text: String
  /// The label of the thing it names.
  public let name: String
  /// What that thing is, in words.
  public let kind: String
  /// Number of the relation asked for; the number behind the last where it asks for none.
  public let relation: Int32
  /// Number of the thing's domain, nil where it has none.
  public let domain: Int32?
  /// Numbers of the relations that the thing has in the graph.
  public let having: Set<Int32>
}

/// Makes such questions from a graph: each relation asked about the things that have it, and questions that ask for no relation.
public struct ReadingQuestions {
  private let graph: FusionGraph
  private let wordings: RelationWordings
  private let others: [String]
  /// By thing, numbers of the relations that it has.
  private let having: [Set<Int32>]

  /// - Parameter others: wordings that ask for none of the relations, each with `{}` for the thing.
  public init(_ graph: FusionGraph, wordings: RelationWordings, others: [String]) {
    self.graph = graph
    self.wordings = wordings
    self.others = others
    var having = [Set<Int32>](repeating: [], count: graph.entities.count)
    for edge in graph.edges { having[Int(edge.subject)].insert(edge.relation) }
    self.having = having
  }

  /// The wordings of a file, one a line.
  ///
  /// - Throws: ``FusionError`` naming the line.
  public static func others(path: String) throws(FusionError) -> [String] {
    guard let data = FileManager.default.contents(atPath: path), data.count <= 1 << 20 else { throw .unreadable(path: path) }
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    for (number, line) in lines.enumerated() where line.components(separatedBy: "{}").count != 2 {
      throw .badWording(path: path, line: number + 1, reason: "\"\(line)\" must name the thing once, as {}")
    }
    guard lines.count >= 3 else { throw .badWording(path: path, line: 1, reason: "at least three wordings are needed") }
    return lines
  }

  /// Which wordings are used.
  public enum Part: Sendable {
    /// Those to train on, of the questions that ask for nothing two in three.
    case training
    /// The others, in the same order.
    case heldOut
    /// Every one: for what is shipped, once the held-out ones have told how well it does.
    case all
  }

  /// The words of the wordings of a part, in lower case, each once and in order.
  public func words(_ part: Part) -> [String] {
    Self.words(wordings.entries.flatMap { wordings(of: $0, part) } + others(part))
  }

  /// The same for each relation by its name, and under no name for those that ask for none.
  public func wordsByRelation(_ part: Part) -> [String: [String]] {
    let own = wordings.entries.map { ($0.relation, Self.words(wordings(of: $0, part))) }
    return Dictionary(own + [("", Self.words(others(part)))]) { $0 + $1 }
  }

  private static func words(_ wordings: [String]) -> [String] {
    Set(wordings.flatMap { $0.lowercased().split { !$0.isLetter }.map(String.init) }).sorted()
  }

  private func wordings(of entry: RelationWordings.Entry, _ part: Part) -> [String] {
    part == .heldOut ? entry.heldOut : part == .training ? entry.wordings : entry.wordings + entry.heldOut
  }

  private func others(_ part: Part) -> [String] {
    others.enumerated().filter { part == .all || (($0.offset % 3 == 2) == (part == .heldOut)) }.map(\.element)
  }

  /// - Parameter each: questions a relation; as many as ten relations have ask for none.
  public func questions(_ part: Part, each: Int, seed: UInt64) -> [ReadingQuestion] {
    var random = SeededGenerator(seed: seed), subjects = [Set<Int32>](repeating: [], count: graph.relations.count)
    for edge in graph.edges { subjects[Int(edge.relation)].insert(edge.subject) }
    var result: [ReadingQuestion] = []
    func add(_ wording: String, _ entity: Int32, _ relation: Int) {
      let record = graph.entities[Int(entity)]
      var name = random.unit() < 0.25 ? record.aliases.randomElement(using: &random) ?? record.label : record.label
      if part != .heldOut, random.unit() < 0.1 { name = Misspelling.slip(name, using: &random) }
      result.append(
        ReadingQuestion(
          text: wording.replacing("{}", with: name), name: record.label, kind: record.kind, relation: Int32(relation),
          domain: record.domain.flatMap { Domain.allCases.firstIndex(of: $0) }.map { Int32($0) }, having: having[Int(entity)]))
    }
    for (relation, entry) in wordings.entries.enumerated() {
      let having = subjects[relation].sorted()
      guard !having.isEmpty else { continue }
      let chosen = wordings(of: entry, part)
      for turn in 0..<each { add(chosen[turn % chosen.count], having.randomElement(using: &random)!, relation) }
    }
    let chosen = others(part)
    for turn in 0..<10 * each { add(chosen[turn % chosen.count], Int32.random(in: 0..<Int32(graph.entities.count), using: &random), graph.relations.count) }
    return result.shuffled(using: &random)
  }
}
