import Foundation
import Fusion
import GraphEmbedding
import Ingestion
import Kernels
import KnowledgeGraph
import Perception
import RDF

/// A store from which some facts and sections of documents were left out, and questions for those and for what stayed.
struct AskedAway {
  let store: GraphStore
  let questions: [AwayQuestion]

  /// - Parameters:
  ///   - path: a store with the shipped graphs; it is copied.
  ///   - folder: where the copy goes.
  ///   - heldOut: in held-out wordings, with other facts and sections away.
  ///   - count: questions about the graph.
  init(from path: String, in folder: String, heldOut: Bool, count: Int, encoder: TextEncoder) async throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: path, toPath: folder + "/graph.sqlite3")
    store = try await GraphStore(path: folder + "/graph.sqlite3", create: false)
    let wordings = try RelationWordings(path: "Graphs/wordings.jsonl"), graph = try await store.read { try FusionGraph($0, wordings: wordings) }
    var random = SeededGenerator(seed: heldOut ? 1 : 0)
    let away = Self.away(graph, share: 0.4, using: &random)
    try await store.write { writer in
      for edge in away {
        guard let predicate = try writer.reader.id(of: .iri(Vocabulary.KG.namespace + graph.relations[Int(edge.relation)])) else { continue }
        try writer.remove(subject: graph.entities[Int(edge.subject)].id, predicate: predicate, object: graph.entities[Int(edge.object)].id)
      }
    }
    let sections = try Self.sections(seed: heldOut ? 1 : 0), texts = sections.map { $0.text.lowercased() }
    var questions = Self.aboutThings(graph, wordings, away, texts, heldOut: heldOut, count: count, using: &random)
    var kept = "", number = 0
    for section in sections {
      let isKept = random.unit() < 0.5
      func ask(_ text: String?, _ sort: AwayQuestion.Sort) {
        guard let text, random.unit() < 0.7 else { return }
        questions.append(AwayQuestion(text: text, sort: sort, isAnswerable: isKept, answers: [section.text]))
      }
      ask(section.question, .section)
      ask(Self.about(section.text, heldOut: heldOut, using: &random), .sentence)
      guard isKept else { continue }
      number += 1
      let line = try JSONEncoder().encode(["_id": "\(number)", "title": section.title, "text": section.text])
      kept += String(decoding: line, as: UTF8.self) + "\n"
    }
    let ingestor = Ingestor(store: store, encoder: encoder)
    for document in try Ingestor.expand(IncomingDocument(name: "sections.jsonl", bytes: Array(kept.utf8))) {
      _ = try await ingestor.ingest(document, domain: nil, replace: false)
    }
    self.questions = questions
  }

  private struct Group: Hashable {
    let subject, relation: Int32

    init(_ subject: Int32, _ relation: Int32) { (self.subject, self.relation) = (subject, relation) }
  }

  /// All edges of some relations of things, in both directions.
  private static func away(_ graph: FusionGraph, share: Double, using random: inout SeededGenerator) -> Set<NumberedTriple> {
    var groups = Set(graph.edges.map { Group($0.subject, $0.relation) }).sorted { ($0.subject, $0.relation) < ($1.subject, $1.relation) }
    groups.shuffle(using: &random)
    let chosen = Set(groups.prefix(Int(share * Double(groups.count))))
    var away: Set<NumberedTriple> = []
    for edge in graph.edges where chosen.contains(Group(edge.subject, edge.relation)) {
      away.insert(edge)
      if let inverse = graph.inverses[Int(edge.relation)] { away.insert(NumberedTriple(edge.object, inverse, edge.subject)) }
    }
    return away
  }

  /// - Parameter texts: of all sections, in lower case: a condition that one of them names beside the thing is not asked for.
  private static func aboutThings(
    _ graph: FusionGraph, _ wordings: RelationWordings, _ away: Set<NumberedTriple>, _ texts: [String], heldOut: Bool, count: Int,
    using random: inout SeededGenerator
  ) -> [AwayQuestion] {
    var edges: [Group: Int] = [:], left: [Group: Int] = [:], objects: [Group: [String]] = [:]
    for edge in graph.edges {
      let group = Group(edge.subject, edge.relation), object = graph.entities[Int(edge.object)]
      edges[group, default: 0] += 1
      objects[group, default: []] += [object.label] + object.aliases
      if !away.contains(edge) { left[group, default: 0] += 1 }
    }
    // What is left of an answer may be an answer or not: only whole ones are asked for, and those that went whole.
    let groups = edges.filter { left[$0.key] == nil || left[$0.key] == $0.value }.keys.sorted { ($0.subject, $0.relation) < ($1.subject, $1.relation) }
    func word(_ group: Group, _ name: String) -> String {
      let entry = wordings.entries[Int(group.relation)]
      return ((heldOut ? entry.heldOut : entry.wordings).randomElement(using: &random) ?? "{}").replacing("{}", with: name)
    }
    func label() -> String { graph.entities.randomElement(using: &random)?.label ?? "" }
    return (0..<count).compactMap { turn in
      guard let group = groups.randomElement(using: &random) else { return nil }
      let name = graph.entities[Int(group.subject)].label
      switch turn % 12 {
      case 0:
        // The first half of one name and the second of another.
        let (one, other) = (label(), label())
        let made = String(one.prefix(one.count / 2)) + String(other.suffix(other.count - other.count / 2))
        return AwayQuestion(text: word(group, made), sort: .thing, isAnswerable: false, answers: [])
      case 1, 2, 3:
        let condition = turn % 12 == 1 ? label() : (heldOut ? Self.otherConditions : Self.conditions).randomElement(using: &random) ?? ""
        guard !texts.contains(where: { $0.contains(condition.lowercased()) && $0.contains(name.lowercased()) }) else { return nil }
        let joint = (heldOut ? ["while {} is the case", "together with {}"] : ["in case of {}", "during {}"]).randomElement(using: &random) ?? ""
        let said = turn % 12 == 1 ? joint.replacing("{}", with: condition) : "in \(condition)", asked = word(group, name)
        return AwayQuestion(
          text: asked.hasSuffix("?") ? "\(asked.dropLast()) \(said)?" : "\(asked) \(said)", sort: .condition, isAnswerable: false, answers: [])
      default: return AwayQuestion(text: word(group, name), sort: .fact, isAnswerable: left[group] != nil, answers: objects[group] ?? [])
      }
    }
  }

  private static let conditions = [
    "pregnancy", "children", "winter", "older people", "Brazil", "a small company", "space", "an emergency", "embedded systems", "agriculture", "dialysis", "a recession",
  ]
  private static let otherConditions = [
    "newborns", "breastfeeding women", "athletes", "summer", "Japan", "a start-up", "the navy", "an audit", "games", "obesity", "a hospital", "wartime", "insurance",
  ]

  /// A question in words of a sentence of the text; nil where it has none of nine words.
  private static func about(_ text: String, heldOut: Bool, using random: inout SeededGenerator) -> String? {
    let sentences = text.split(whereSeparator: { ".\n".contains($0) }).map { $0.split(separator: " ").map { $0.filter { !"*`_".contains($0) } } }
    guard let words = sentences.filter({ (9...40).contains($0.count) && !$0.contains("|") }).randomElement(using: &random) else { return nil }
    let count = max(5, words.count * 3 / 5), start = Int(random.next() % UInt64(words.count - count + 1))
    let opener = (heldOut ? ["What holds for", "Tell me more about", "Is it so that"] : ["What is said about", "Is it true that", "Explain:"]).randomElement(using: &random) ?? ""
    return "\(opener) \(words[start..<start + count].joined(separator: " "))?"
  }

  private static func sections(seed: UInt64) throws -> [PassagePairs.Section] {
    let paths = FileManager.default.enumerator(atPath: "Graphs")?.compactMap { $0 as? String }.filter { $0.contains("/documents/") && $0.hasSuffix(".md") } ?? []
    let texts = try paths.sorted().map { try String(contentsOfFile: "Graphs/\($0)", encoding: .utf8) }
    return PassagePairs(documents: texts, most: 2000, seed: seed).sections
  }
}
