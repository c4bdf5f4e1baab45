import Foundation
import Fusion
import Kernels
import KnowledgeGraph
import Perception
import Training

/// The reader of questions that ships: trained on the graphs of a store, its accuracy on held-out wordings told beside that of readers that know less
/// of the graph, then trained on all wordings and written.
enum ReaderCase {
  static let folder = "Daemon/fusion"
  private static let rows: [(shows: Bool, priors: [Double])] = [(false, [1, 5, 20]), (true, [1, 5])]
  private static let shipped = (shows: false, prior: 20.0)

  static func measure(_ arguments: BenchArguments) async throws {
    guard let path = arguments.data else { throw BenchArguments.Fault(description: "name a store with the shipped graphs in it with --data") }
    let encoder = try TextEncoder(folder: arguments.model ?? BenchArguments.modelFolder + "/all-MiniLM-L6-v2", compute: arguments.compute)
    let wordings = try RelationWordings(path: "Graphs/wordings.jsonl"), others = try ReadingQuestions.others(path: "Graphs/other-wordings.txt")
    let store = try await GraphStore(path: path, create: false)
    let graph = try await store.read { try FusionGraph($0, wordings: wordings) }
    await store.close()
    var accuracy: ReaderTraining.Accuracy?
    for seed in 0..<UInt64(arguments.runs) {
      for row in rows {
        var training = ReaderTraining(graph, wordings: wordings, others: others, encoder: encoder)
        (training.seed, training.showsRelations) = (seed, row.shows)
        let objective = try training.objective(.training)
        try TrainingLoop(objective, plan: training.plan(for: objective), compute: arguments.compute).run()
        for prior in row.priors {
          training.statedPrior = prior
          let told = try training.judge(objective, compute: arguments.compute)
          if seed == 0, row.shows == shipped.shows, prior == shipped.prior { accuracy = told }
          try tell(told, "seed \(seed), \(row.shows ? "its relations in the thing's token" : "label and kind")\(prior > 1 ? ", directions settled by \(Int(prior))" : "")", arguments)
        }
      }
    }
    // The first seed's is the one that ships; the others tell how much is chance.
    var training = ReaderTraining(graph, wordings: wordings, others: others, encoder: encoder)
    (training.showsRelations, training.statedPrior) = (shipped.shows, shipped.prior)
    let objective = try training.objective(.all)
    try TrainingLoop(objective, plan: training.plan(for: objective), compute: arguments.compute).run()
    guard let accuracy else { return }
    try training.reader(objective, of: .all, accuracy: accuracy, compute: arguments.compute).write(to: folder)
  }

  private static func tell(_ accuracy: ReaderTraining.Accuracy, _ row: String, _ arguments: BenchArguments) throws {
    for (what, value) in [
      ("relation asked for, or that none is", accuracy.relation), ("the same where the graph lacks it", accuracy.relationUnstated),
      ("read as the other direction", accuracy.reversed), ("that none is", accuracy.none), ("domain", accuracy.domain),
    ] {
      try BenchLine(
        case: "reader", what: "\(row): \(what)", value: (1000 * value).rounded() / 1000, unit: "share", threads: arguments.compute.pool.threadCount,
        isa: "-", model: "all-MiniLM-L6-v2", runs: 1
      ).print()
    }
  }
}
