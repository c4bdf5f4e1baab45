import GraphEmbedding
import Kernels
public import KnowledgeGraph
public import Perception

/// Makes questions with misspelt words: those that mean a thing of the graph, those that mean one it has not, and words that only look like a name's.
public struct LinkQuestions {
  /// What a question's word is.
  public enum Sort: String, Sendable, CaseIterable {
    /// A thing's name with one slip.
    case misspelt
    /// The same, and the graph has not got that thing: what is near is another.
    case unknown
    /// A word of its own in place of a name that looks like it.
    case other
  }

  /// One with what it may mean.
  public struct Made: Sendable {
    public let text: String
    public let sort: Sort
    /// The thing that it was made of; nil where it was made of none.
    public let entity: EntityID?
    public let candidates: [LinkCandidate]

    /// The thing that is meant; nil where none of the graph is.
    public var meant: EntityID? { sort == .misspelt ? entity : nil }
  }

  private let graph: FusionGraph
  private let wordings: RelationWordings
  private let words: [String]

  /// - Parameter words: everyday words in lower case, some of which look like a name's.
  public init(_ graph: FusionGraph, wordings: RelationWordings, words: [String]) {
    (self.graph, self.wordings, self.words) = (graph, wordings, words)
  }

  /// Questions of one part: two thirds of the things and words in training wordings, or the others in held-out ones.
  ///
  /// - Parameter count: questions that are tried; of each sort a third, some of which look like nothing and are kept without candidates.
  public func make(
    heldOut: Bool, count: Int, seed: UInt64, labels: LabelIndex, reader: StoreReader, encoder: TextEncoder
  ) throws -> [Made] {
    var random = SeededGenerator(seed: seed), subjects = [[Int32]](repeating: [], count: graph.relations.count)
    func isMine(_ number: Int) -> Bool { (number % 3 == 0) == heldOut }
    for edge in graph.edges where isMine(Int(edge.subject)) { subjects[Int(edge.relation)].append(edge.subject) }
    let asked = subjects.indices.filter { !subjects[$0].isEmpty }
    let look = words.enumerated().filter { isMine($0.offset) && !labels.nearMatches(in: $0.element, limit: 1).isEmpty }.map(\.element)
    var made: [Made] = []
    for turn in 0..<count {
      guard let relation = asked.randomElement(using: &random), let subject = subjects[relation].randomElement(using: &random) else { continue }
      let entry = wordings.entries[relation], thing = graph.entities[Int(subject)], sort = Sort.allCases[turn % Sort.allCases.count]
      guard let wording = (heldOut ? entry.heldOut : entry.wordings).randomElement(using: &random) else { continue }
      let name = random.unit() < 0.25 ? thing.aliases.randomElement(using: &random) ?? thing.label : thing.label
      let written = sort == .other ? look.randomElement(using: &random) ?? "" : Misspelling.slip(name, using: &random)
      guard written != name, !written.isEmpty else { continue }
      let text = wording.replacing("{}", with: written)
      var candidates = try LinkCandidate.find(in: text, labels: labels, reader: reader) { encoder.tokenIDs($0).count - 2 }
      if sort == .unknown {
        // Where the graph has not got it, its namesakes are gone with it.
        let gone = Set(candidates.filter { $0.entity == thing.id }.map(\.near.text))
        candidates.removeAll { gone.contains($0.near.text) }
      }
      made.append(Made(text: text, sort: sort, entity: sort == .other ? nil : thing.id, candidates: candidates))
    }
    return made
  }

  /// The same as a linker reads them; encodes what is new.
  public static func questions(_ made: [Made], texts: EncodedTexts) throws -> [LinkQuestion] {
    try texts.prepare(questions: made.map(\.text), names: made.flatMap { $0.candidates.flatMap { [$0.label, $0.kind] } })
    return made.map { made in
      LinkQuestion(
        words: texts.states(of: made.text), rows: made.candidates.map { $0.row(beside: made.candidates, vector: texts.vector) },
        right: made.candidates.map { $0.entity == made.meant })
    }
  }
}
