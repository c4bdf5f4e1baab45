import Foundation
import Ingestion
import KnowledgeGraph
import Perception

/// Questions and the documents that answer them: a folder with `corpus.jsonl`, `queries.jsonl` (`_id`, `text`) and `qrels.tsv`.
struct RetrievalSet {
  struct Query: Decodable {
    let _id: String
    let text: String
  }

  let name: String
  private let corpus: [UInt8]
  /// Those that a document answers.
  let queries: [Query]
  /// By question, the grades of the documents that answer it.
  let relevant: [String: [String: Double]]

  init(folder: String) throws {
    let url = URL(filePath: folder)
    name = url.lastPathComponent
    corpus = [UInt8](try Data(contentsOf: url.appending(path: "corpus.jsonl")))
    var relevant: [String: [String: Double]] = [:]
    for line in try String(contentsOfFile: folder + "/qrels.tsv", encoding: .utf8).split(separator: "\n").dropFirst() {
      let parts = line.split(separator: "\t").map(String.init)
      guard parts.count == 3, let grade = Double(parts[2]), grade > 0 else { continue }
      relevant[parts[0], default: [:]][parts[1]] = grade
    }
    let lines = try String(contentsOfFile: folder + "/queries.jsonl", encoding: .utf8).split(separator: "\n")
    queries = try lines.map { try JSONDecoder().decode(Query.self, from: Data($0.utf8)) }.filter { relevant[$0._id] != nil }
    self.relevant = relevant
  }

  init(name: String, corpus: [UInt8], queries: [Query], relevant: [String: [String: Double]]) {
    (self.name, self.corpus, self.queries, self.relevant) = (name, corpus, queries, relevant)
  }

  /// Takes the corpus in, as any document is; nothing where that was done before.
  func fill(_ store: GraphStore, _ encoder: TextEncoder) async throws {
    let documents = try Ingestor.expand(IncomingDocument(name: "corpus.jsonl", bytes: corpus))
    if try await store.read({ try $0.counts().documents }) >= documents.count { return }
    let ingestor = Ingestor(store: store, encoder: encoder)
    for document in documents { _ = try await ingestor.ingest(document, domain: nil, replace: false) }
  }

  /// The share of the right documents among the first five, and the normalised discounted cumulative gain of the first ten.
  ///
  /// - Parameter found: best first, each document once.
  func figures(_ found: [String], for query: String) -> (recall: Double, gain: Double) {
    let wanted = relevant[query] ?? [:]
    func discounted(_ grades: [Double]) -> Double {
      grades.prefix(10).enumerated().reduce(0) { $0 + $1.element / log2(Double($1.offset + 2)) }
    }
    let best = discounted(wanted.values.sorted(by: >))
    return (
      Double(found.prefix(5).count { wanted[$0] != nil }) / Double(max(1, wanted.count)), best > 0 ? discounted(found.map { wanted[$0] ?? 0 }) / best : 0
    )
  }
}
