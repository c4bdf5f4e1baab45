import Foundation
import GraphEmbedding
import Kernels

/// Processor seconds until graph embeddings rank validation as well as asked, beside PyKEEN on the same files.
///
/// The model is a folder of train.txt, valid.txt and test.txt. Both train ComplEx by the same recipe and stop at the first
/// epoch whose filtered mean reciprocal rank on validation is at least the goal.
enum GraphEmbeddingCase {
  /// Goals and weights for the graphs that embeddings are usually compared on; other folders take the last.
  private static let recipes: [(name: String, goal: Double, regulariser: Float, relationWeight: Float)] = [
    ("UMLS", 0.95, 0.007, 0), ("Kinships", 0.89, 0.015, 1), ("", 0.5, 0.01, 0),
  ]

  static func measure(_ arguments: BenchArguments) throws {
    let folder = arguments.model ?? "../shared/data/link-prediction/UMLS"
    let compute = arguments.compute, name = URL(filePath: folder).lastPathComponent
    let recipe = recipes.first { $0.name == name } ?? recipes.last!
    let triples = try TripleSet(folder: folder, unseen: .kept)
    let peer = try arguments.peer
      ? Peer(script: "peer_graph_embedding.py", arguments: [folder, String(compute.pool.threadCount), String(recipe.goal)]) : nil
    defer { peer?.end() }
    var mine: [[Double]] = [], theirs: [[Double]] = []
    for run in 0..<arguments.runs {
      var settings = TrainingSettings()
      settings.regulariser = recipe.regulariser
      settings.relationWeight = recipe.relationWeight
      settings.validationInterval = 1
      settings.patience = settings.epochs
      settings.seed = UInt64(run)
      let result = try TrainingRun(on: triples, settings: settings, compute: compute) { ($0.validation ?? 0) < recipe.goal }
      let report = Evaluator(triples: triples, compute: compute).evaluate(result.model, on: triples.test)
      mine.append([result.points.last!.processorSeconds, report.all.meanReciprocalRank])
      if let peer { theirs.append(try peer.run()) }
    }
    for (index, what) in ["processor time to validation MRR \(recipe.goal)", "test MRR then"].enumerated() {
      let value = median(mine.map { $0[index] }), other = peer.map { _ in median(theirs.map { $0[index] }) }
      try BenchLine(
        case: "graph-embedding", what: what, value: rounded(value), unit: index == 0 ? "s" : "MRR",
        threads: compute.pool.threadCount, isa: compute.instructionSet.rawValue, model: name, runs: arguments.runs,
        peer: peer?.name, peer_value: other.map(rounded), ratio: other.map { rounded(index == 0 ? $0 / value : value / $0) }
      ).print()
    }
    try epoch(triples, name: name, arguments: arguments)
  }

  /// One epoch over all candidates at rank 100, and the memory that training takes at its peak, by the bytes of its parameters.
  private static func epoch(_ triples: TripleSet, name: String, arguments: BenchArguments) throws {
    var settings = TrainingSettings()
    settings.rank = 104  // the next that fills whole lanes
    settings.batch = 512
    settings.averaging = 0
    let compute = arguments.compute
    PeakMemory.reset()
    let before = PeakMemory.bytes
    let model = settings.makeModel(entities: triples.entities.count, relations: triples.relations.count)
    model.initialise(deviation: settings.deviation, seed: 0)
    let trainer = try Trainer(model: model, triples: triples.train, settings: settings, compute: compute)
    let start = processorSeconds()
    _ = try trainer.epoch()
    let time = processorSeconds() - start, peak = PeakMemory.bytes - before
    // One batch: its scores with all candidates, and its queries.
    let batch = 4 * settings.batch * (triples.entities.count + 2 * settings.rank)
    for (what, value, unit) in [
      ("processor time of an epoch at rank 100, all candidates", time, "s"),
      ("peak memory of training by 2 x parameters + one batch", Double(peak) / Double(2 * model.bytes + batch), "times"),
    ] {
      try BenchLine(
        case: "graph-embedding", what: what, value: rounded(value), unit: unit, threads: compute.pool.threadCount,
        isa: compute.instructionSet.rawValue, model: name, runs: 1
      ).print()
    }
  }
}
