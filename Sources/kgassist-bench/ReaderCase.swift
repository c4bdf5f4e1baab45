import Foundation
import Fusion
import Kernels
import KnowledgeGraph
import Perception

/// The reader of questions that ships: trained on the graphs of a store, its accuracy on held-out wordings told, then written.
enum ReaderCase {
  static let folder = "Daemon/fusion"

  static func measure(_ arguments: BenchArguments) async throws {
    guard let path = arguments.data else { throw BenchArguments.Fault(description: "name a store with the shipped graphs in it with --data") }
    let encoder = try TextEncoder(folder: arguments.model ?? BenchArguments.modelFolder + "/all-MiniLM-L6-v2", compute: arguments.compute)
    let wordings = try RelationWordings(path: "Graphs/wordings.jsonl"), others = try ReadingQuestions.others(path: "Graphs/other-wordings.txt")
    let store = try await GraphStore(path: path, create: false)
    let graph = try await store.read { try FusionGraph($0, wordings: wordings) }
    for seed in 0..<UInt64(arguments.runs) {
      var training = ReaderTraining(graph, wordings: wordings, others: others, encoder: encoder)
      training.seed = seed
      // The first is the one that ships; the others tell how much is chance.
      let reader = try training.run(ships: seed == 0, compute: arguments.compute)
      if seed == 0 { try reader.write(to: folder) }
      func line(_ what: String, _ value: Double) throws {
        try BenchLine(
          case: "reader", what: "seed \(seed): \(what), held-out wordings", value: (1000 * value).rounded() / 1000, unit: "accuracy",
          threads: arguments.compute.pool.threadCount, isa: "-", model: encoder.name, runs: 1
        ).print()
      }
      try line("relation asked for, or that none is", reader.card.relationAccuracy)
      try line("domain", reader.card.domainAccuracy)
    }
  }
}
