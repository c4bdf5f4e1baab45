import Answering
import Foundation
import Ingestion
import Kernels
import KnowledgeGraph
import Perception

/// How well passages are found: by words alone, by vectors alone, and fused as answering does.
///
/// A set is a ``RetrievalSet``, whose corpus is taken in as any document is; a document ranks by its best passage.
struct RetrieveCase {
  static func measure(_ arguments: BenchArguments) async throws {
    guard let folder = arguments.data else { throw BenchArguments.Fault(description: "retrieve needs --data FOLDER") }
    let encoder = try TextEncoder(folder: arguments.model ?? BenchArguments.modelFolder + "/all-MiniLM-L6-v2", compute: arguments.compute)
    let file = URL(filePath: arguments.store ?? NSTemporaryDirectory() + "/kgassist-retrieve-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: file, withIntermediateDirectories: true)
    defer { if arguments.store == nil { try? FileManager.default.removeItem(at: file) } }
    let store = try await GraphStore(path: file.appending(path: "graph.sqlite3").path)
    let set = try RetrievalSet(folder: folder)
    try await set.fill(store, encoder)
    let labels = try await store.labelIndex()
    let graph = try await store.adjacency()
    for (way, weights) in [("words", RetrievalWeights.wordsAlone), ("vectors", .vectorsAlone), ("fused", .standard)] {
      let gatherer = PassageGatherer(graph: graph, weights: weights)
      var recall = 0.0
      var gain = 0.0
      for query in set.queries {
        let vector = try encoder.encode([query.text])[0]
        let found = try await store.read { reader -> [String] in
          let question = try QuestionReader(labels: labels).read(
            Question(text: query.text), resolved: query.text, store: reader, vector: vector)
          var names: [String] = []
          for passage in try gatherer.gather(question, k: 40, store: reader) where !names.contains(passage.name) {
            names.append(passage.name)
          }
          return names
        }
        let figures = set.figures(found, for: query._id)
        recall += figures.recall
        gain += figures.gain
      }
      for (what, sum) in [("recall@5", recall), ("nDCG@10", gain)] {
        try BenchLine(
          case: "retrieve", what: "\(set.name), \(way), \(what)",
          value: rounded(sum / Double(max(1, set.queries.count))), unit: "share", threads: arguments.compute.pool.threadCount,
          isa: arguments.compute.instructionSet.rawValue, model: encoder.name, runs: 1
        ).print()
      }
    }
    await store.close()
  }
}
