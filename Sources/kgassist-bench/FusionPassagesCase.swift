import Answering
import Foundation
import Fusion
import Kernels
import KnowledgeGraph
import Layers
import Perception
import Training

/// Hybrid retrieval's passages ranked anew by the fusion Transformer, on each set of a folder by one that never saw that set.
///
/// It learns from the other sets and from questions made of the documents that lie beside the sets' folder, where there are any.
enum FusionPassagesCase {
  private static let mostSections = 2000, batch = 16
  private static let rows: [(name: String, features: PassageRanker.Features)] = [
    ("channels, without names", .channelsWithoutNames), ("channels", .channels), ("+ vectors", .vectors), ("+ words", .words),
  ]

  static func measure(_ arguments: BenchArguments) async throws {
    guard let folder = arguments.data else { throw BenchArguments.Fault(description: "fusion-passages needs --data FOLDER, a folder of sets") }
    let encoder = try TextEncoder(folder: arguments.model ?? BenchArguments.modelFolder + "/all-MiniLM-L6-v2", compute: arguments.compute)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().filter {
      FileManager.default.fileExists(atPath: "\(folder)/\($0)/qrels.tsv")
    }
    guard names.count >= 2 else { throw BenchArguments.Fault(description: "\(folder): at least two sets are needed, one to learn from and one to judge") }
    let kept = arguments.store ?? NSTemporaryDirectory() + "/kgassist-passages-\(UUID().uuidString)"
    defer { if arguments.store == nil { try? FileManager.default.removeItem(atPath: kept) } }
    var sets: [RetrievedLists] = []
    for name in names { sets.append(try await RetrievedLists(of: RetrievalSet(folder: "\(folder)/\(name)"), kept: kept, encoder: encoder)) }
    var pairs: [PassageList] = []
    for made in try Self.pairs(beside: folder) { pairs += try await RetrievedLists(of: made, kept: kept, encoder: encoder).lists }

    let made = 1000 * sets.reduce(0) { $0 + $1.seconds } / Double(max(1, sets.reduce(0) { $0 + $1.lists.count }))
    try line("what a question's passages show", made, "ms", arguments)
    let plain = sets.map { $0.figures(nil) }
    for (set, figures) in zip(sets, plain) { try report(set.set.name, "hybrid", [figures], against: [figures], arguments) }
    try report("mean of sets", "hybrid", plain, against: plain, arguments)
    for row in rows {
      var all: [[(recall: Double, gain: Double)]] = []
      var elapsed = 0.0, ranked = 0
      for held in sets.indices {
        var sum = sets[held].questions.map { _ in (recall: 0.0, gain: 0.0) }
        for seed in 0..<UInt64(arguments.runs) {
          let lists = pairs + sets.indices.filter { $0 != held }.flatMap { sets[$0].lists }
          let ranker = PassageRanker(row.features, dimension: encoder.dimension, seed: seed)
          let objective = PassageObjective(ranker, lists: lists, batch: batch, seed: seed)
          try TrainingLoop(objective, plan: PassageObjective.plan(lists: objective.count, batch: batch, seed: seed), compute: arguments.compute).run()
          var scores: [[Float]] = []
          elapsed += seconds { scores = ranker.rank(sets[held].lists, compute: arguments.compute) }
          ranked += scores.count
          for (index, figures) in sets[held].figures(scores).enumerated() {
            sum[index].recall += figures.recall / Double(arguments.runs)
            sum[index].gain += figures.gain / Double(arguments.runs)
          }
        }
        try report(sets[held].set.name, row.name, [sum], against: [plain[held]], arguments)
        all.append(sum)
      }
      try report("mean of sets", row.name, all, against: plain, arguments)
      try line("\(row.name), the Transformer's part of a question", 1000 * elapsed / Double(max(1, ranked)), "ms", arguments)
    }
  }

  /// Questions made from the documents that lie in a folder `documents` beside the sets', and from the code in them.
  static func pairs(beside folder: String) throws -> [RetrievalSet] {
    let root = URL(filePath: folder).deletingLastPathComponent().appending(path: "documents").path()
    let paths = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String }.filter { $0.hasSuffix(".md") }.sorted() ?? []
    guard !paths.isEmpty else { return [] }
    let documents = try paths.map { try String(contentsOfFile: "\(root)/\($0)", encoding: .utf8) }
    return [
      try RetrievalSet("documents", of: PassagePairs(documents: documents, most: mostSections, seed: 0)),
      try RetrievalSet("examples", of: PassagePairs(examplesOf: documents, most: mostSections)),
    ]
  }

  /// Means over each set's questions, then over the sets, with the interval of what is gained beside hybrid retrieval.
  static func report(
    _ set: String, _ row: String, _ figures: [[(recall: Double, gain: Double)]], against plain: [[(recall: Double, gain: Double)]], _ arguments: BenchArguments
  ) throws {
    for what in ["recall@5", "nDCG@10"] {
      func only(_ groups: [[(recall: Double, gain: Double)]]) -> [[Double]] { groups.map { $0.map { what == "recall@5" ? $0.recall : $0.gain } } }
      let values = only(figures), before = only(plain)
      let gained = zip(values, before).map { zip($0, $1).map { $0 - $1 } }
      let interval = Bootstrap.interval(ofMeans: gained)
      try line(
        "\(set), \(row), \(what) (\(String(format: "%+.3f to %+.3f", interval.lowerBound, interval.upperBound)) beside hybrid)",
        Bootstrap.mean(ofMeans: values), "share", arguments)
    }
  }

  static func line(_ what: String, _ value: Double, _ unit: String, _ arguments: BenchArguments) throws {
    try BenchLine(
      case: arguments.name, what: what, value: rounded(value), unit: unit, threads: arguments.compute.pool.threadCount, isa: "-",
      model: "all-MiniLM-L6-v2", runs: arguments.runs
    ).print()
  }
}
