import Answering
import Foundation
import Ingestion
import Kernels
import KnowledgeGraph
import Perception

/// How well passages are found: by words alone, by vectors alone, and fused as answering does.
///
/// A set is a folder with `corpus.jsonl`, `queries.jsonl` (`_id`, `text`) and `qrels.tsv`. The corpus is taken in as
/// any document is; a document ranks by its best passage.
struct RetrieveCase {
  private struct Query: Decodable {
    let _id: String
    let text: String
  }

  static func measure(_ arguments: BenchArguments) async throws {
    guard let folder = arguments.data else { throw BenchArguments.Fault(description: "retrieve needs --data FOLDER") }
    let encoder = try TextEncoder(folder: arguments.model ?? BenchArguments.modelFolder + "/all-MiniLM-L6-v2", compute: arguments.compute)
    let file = URL(filePath: arguments.store ?? NSTemporaryDirectory() + "/kgassist-retrieve-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: file, withIntermediateDirectories: true)
    defer { if arguments.store == nil { try? FileManager.default.removeItem(at: file) } }
    let store = try await GraphStore(path: file.appending(path: "graph.sqlite3").path)
    try await fill(store, from: folder, encoder)
    let relevant = try Self.relevant(folder)
    let lines = try String(contentsOfFile: folder + "/queries.jsonl", encoding: .utf8).split(separator: "\n")
    let queries = try lines.map { try JSONDecoder().decode(Query.self, from: Data($0.utf8)) }.filter { relevant[$0._id] != nil }
    let labels = try await store.labelIndex()
    let graph = try await store.adjacency()
    for (way, weights) in [("words", RetrievalWeights.wordsAlone), ("vectors", .vectorsAlone), ("fused", .standard)] {
      let gatherer = PassageGatherer(graph: graph, weights: weights)
      var recall = 0.0
      var gain = 0.0
      for query in queries {
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
        let wanted = relevant[query._id] ?? [:]
        recall += Double(found.prefix(5).count { wanted[$0] != nil }) / Double(wanted.count)
        gain += Self.gain(found, wanted)
      }
      for (what, sum) in [("recall@5", recall), ("nDCG@10", gain)] {
        try BenchLine(
          case: "retrieve", what: "\(URL(filePath: folder).lastPathComponent), \(way), \(what)",
          value: rounded(sum / Double(max(1, queries.count))), unit: "share", threads: arguments.compute.pool.threadCount,
          isa: arguments.compute.instructionSet.rawValue, model: encoder.name, runs: 1
        ).print()
      }
    }
    await store.close()
  }

  private static func fill(_ store: GraphStore, from folder: String, _ encoder: TextEncoder) async throws {
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: folder + "/corpus.jsonl")))
    let documents = try Ingestor.expand(IncomingDocument(name: "corpus.jsonl", bytes: bytes))
    if try await store.read({ try $0.counts().documents }) >= documents.count { return }
    let ingestor = Ingestor(store: store, encoder: encoder)
    for document in documents { _ = try await ingestor.ingest(document, domain: nil, replace: false) }
  }

  private static func relevant(_ folder: String) throws -> [String: [String: Double]] {
    var relevant: [String: [String: Double]] = [:]
    for line in try String(contentsOfFile: folder + "/qrels.tsv", encoding: .utf8).split(separator: "\n").dropFirst() {
      let parts = line.split(separator: "\t").map(String.init)
      guard parts.count == 3, let grade = Double(parts[2]), grade > 0 else { continue }
      relevant[parts[0], default: [:]][parts[1]] = grade
    }
    return relevant
  }

  /// Normalised discounted cumulative gain of the first ten.
  private static func gain(_ found: [String], _ wanted: [String: Double]) -> Double {
    func discounted(_ grades: [Double]) -> Double {
      grades.prefix(10).enumerated().reduce(0) { $0 + $1.element / log2(Double($1.offset + 2)) }
    }
    let best = discounted(wanted.values.sorted(by: >))
    return best > 0 ? discounted(found.map { wanted[$0] ?? 0 }) / best : 0
  }
}
