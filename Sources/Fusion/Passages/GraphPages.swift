import GraphEmbedding
import Kernels
public import KnowledgeGraph
import RDF

/// A graph as pages and questions about them: what a ranker of passages learns from that a store's own documents do not show.
///
/// A thing's page is titled by its label and holds its definition and some of its edges in words, so pages name one another as articles do. Questions
/// of one step ask for a relation of a thing, whose page answers; those of two steps do not name the second page's thing but what the first page says
/// of it ("Which drugs treat the disease that streptococci can cause?"); others compare two things of one kind.
public struct GraphPages: Sendable, Equatable {
  public struct Page: Sendable, Equatable {
    public var title, text: String
  }
  public struct Question: Sendable, Equatable {
    public var text: String
    /// Numbers of the pages that answer together.
    public var right: [Int]
  }

  public let pages: [Page]
  public let questions: [Question]

  /// The most edges that a page says.
  private static let most = 6
  private static let comparisons = [
    "What do {} and [] have in common?", "How do {} and [] differ?", "Compare {} with []", "{} or []: which is which?", "Are {} and [] related?",
  ]

  /// - Parameters:
  ///   - each: questions of one step, and as many of two; a third as many comparisons.
  ///   - seed: of which edges are said and asked, and how.
  public init(_ graph: FusionGraph, wordings: RelationWordings, reader: StoreReader, each: Int, seed: UInt64) throws {
    var random = SeededGenerator(seed: seed), said = [[Int]](repeating: [], count: graph.entities.count)
    let labels = try graph.relations.map { name in
      try reader.id(of: .iri(Vocabulary.KG.namespace + name)).flatMap { try reader.label(of: $0) }
    }
    for number in graph.edges.indices.shuffled(using: &random) {
      let edge = graph.edges[number], subject = Int(edge.subject)
      if said[subject].count < Self.most, labels[Int(edge.relation)] != nil { said[subject].append(number) }
    }
    pages = try graph.entities.indices.map { place in
      let thing = graph.entities[place]
      let facts = said[place].map { number in
        let edge = graph.edges[number]
        return "\(thing.label) \(labels[Int(edge.relation)] ?? "") \(graph.entities[Int(edge.object)].label)."
      }
      return Page(title: thing.label, text: ([try reader.entity(thing.id)?.definition].compactMap(\.self) + facts).joined(separator: " "))
    }
    func asked(_ relation: Int32, of name: String, _ random: inout SeededGenerator) -> String {
      (wordings.entries[Int(relation)].wordings.randomElement(using: &random) ?? "{}").replacing("{}", with: name)
    }
    func kind(_ thing: Int) -> String { graph.entities[thing].kind.split(separator: ",").first.map(String.init) ?? "thing" }
    var questions: [Question] = [], byKind: [String: [Int]] = [:]
    for place in graph.entities.indices { byKind[kind(place), default: []].append(place) }
    let all = said.flatMap(\.self)
    for _ in 0..<(all.isEmpty ? 0 : each) {
      let edge = graph.edges[all.randomElement(using: &random)!]
      questions.append(
        Question(text: asked(edge.relation, of: graph.entities[Int(edge.subject)].label, &random), right: [Int(edge.subject)]))
      guard let second = said[Int(edge.object)].randomElement(using: &random).map({ graph.edges[$0] }), second.object != edge.subject else { continue }
      let meant = "the \(kind(Int(edge.object))) that \(graph.entities[Int(edge.subject)].label) \(labels[Int(edge.relation)] ?? "")"
      questions.append(Question(text: asked(second.relation, of: meant, &random), right: [Int(edge.subject), Int(edge.object)]))
    }
    for _ in 0..<each / 3 {
      guard let one = graph.entities.indices.randomElement(using: &random),
        let other = byKind[kind(one)]?.filter({ $0 != one }).randomElement(using: &random), let wording = Self.comparisons.randomElement(using: &random)
      else { continue }
      let text = wording.replacing("{}", with: graph.entities[one].label).replacing("[]", with: graph.entities[other].label)
      questions.append(Question(text: text, right: [one, other]))
    }
    self.questions = questions
  }
}
