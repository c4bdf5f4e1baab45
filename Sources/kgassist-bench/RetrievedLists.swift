import Answering
import Foundation
import Fusion
import Kernels
import KnowledgeGraph
import Perception

/// A set's questions with the passages that hybrid retrieval finds for them, and what is needed to judge an order of each.
struct RetrievedLists {
  private static let candidates = 40
  var set: RetrievalSet
  var questions: [RetrievalSet.Query] = []
  var lists: [PassageList] = []
  /// By question, the candidates' documents.
  var documents: [[String]] = []
  /// What it took to make the lists out of what was found.
  var seconds = 0.0

  /// Asks some of a set's questions as answering gathers passages.
  ///
  /// - Parameters:
  ///   - kept: the folder where each set's store lies, or is made.
  ///   - most: questions that are asked.
  init(of set: RetrievalSet, kept: String, most: Int = 300, encoder: TextEncoder) async throws {
    let file = "\(kept)/\(set.name)"
    try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: true)
    let store = try await GraphStore(path: file + "/graph.sqlite3")
    try await set.fill(store, encoder)
    let labels = try await store.labelIndex(), gatherer = PassageGatherer(graph: try await store.adjacency())
    var random = SeededGenerator(seed: 0)
    self.set = set
    questions = Array(set.queries.shuffled(using: &random).prefix(most))
    let vectors = try encoder.encode(questions.map(\.text)), states = try encoder.states(questions.map(\.text))
    for (index, query) in questions.enumerated() {
      let vector = vectors[index]
      let (passages, found) = try await store.read { reader in
        let question = try QuestionReader(labels: labels).read(Question(text: query.text), resolved: query.text, store: reader, vector: vector)
        let passages = try gatherer.gather(question, k: Self.candidates, store: reader)
        return (passages, try passages.map { try PassageCandidate($0, vector: reader.vector(of: $0.passage)) })
      }
      let wanted = set.relevant[query._id] ?? [:], numbers = Dictionary(uniqueKeysWithValues: wanted.keys.sorted().enumerated().map { ($1, $0) })
      documents.append(passages.map(\.name))
      seconds += kgassist_bench.seconds {
        lists.append(PassageList(question: query.text, words: states[index], vector: vector, candidates: found, right: passages.map { numbers[$0.name] }))
      }
    }
    await store.close()
  }

  /// By question; `scores` nil for the order in which they were found.
  func figures(_ scores: [[Float]]?) -> [(recall: Double, gain: Double)] {
    questions.indices.map { index in
      let order = documents[index].indices.sorted { a, b in
        guard let scores else { return a < b }
        return (scores[index][b], a) < (scores[index][a], b)
      }
      var names: [String] = []
      for place in order where !names.contains(documents[index][place]) { names.append(documents[index][place]) }
      return set.figures(names, for: questions[index]._id)
    }
  }
}
