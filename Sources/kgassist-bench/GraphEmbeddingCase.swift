import Foundation
import GraphEmbedding
import Kernels

/// Processor seconds until graph embeddings rank validation as well as asked, beside PyKEEN on the same files; then what an epoch over all
/// candidates costs, what memory training takes, and how fast its products are.
///
/// The model is a folder of train.txt, valid.txt and test.txt. Both train ComplEx by the same recipe, but for relation prediction, which
/// PyKEEN has not, and stop at the first epoch whose filtered mean reciprocal rank on validation is at least the goal.
enum GraphEmbeddingCase {
  /// What reaches a goal soonest on a graph; folders of other names take the last.
  private struct Recipe {
    var name: String
    var goal: Double
    var regulariser: Float
    var relationWeight: Float = 0
    var rank = 256
    var batch = 256
    var candidates: Int?

    static let all = [
      Recipe(name: "UMLS", goal: 0.95, regulariser: 0.007),
      Recipe(name: "Kinships", goal: 0.89, regulariser: 0.015, relationWeight: 1),
      // .334 and .452 on test.
      Recipe(name: "FB15k-237", goal: 0.346, regulariser: 0.05, rank: 104, batch: 512, candidates: 2_000),
      Recipe(name: "WN18RR", goal: 0.465, regulariser: 0.1, relationWeight: 0.05, batch: 512, candidates: 4_000),
      Recipe(name: "", goal: 0.5, regulariser: 0.01),
    ]

    var settings: TrainingSettings {
      var settings = TrainingSettings()
      settings.regulariser = regulariser
      settings.relationWeight = relationWeight
      settings.rank = rank
      settings.batch = batch
      settings.sampledCandidates = candidates
      settings.validationInterval = 1
      settings.patience = settings.epochs
      return settings
    }
  }

  static func measure(_ arguments: BenchArguments) throws {
    let folder = arguments.model ?? "../shared/data/link-prediction/UMLS"
    let compute = arguments.compute, name = URL(filePath: folder).lastPathComponent
    let recipe = Recipe.all.first { $0.name == name } ?? Recipe.all.last!
    let triples = try TripleSet(folder: folder, unseen: .kept)
    func say(_ what: String, _ value: Double, _ unit: String, runs: Int = 1, peer: (name: String, value: Double)? = nil, share: Double? = nil) throws {
      try BenchLine(
        case: "graph-embedding", what: what, value: rounded(value), unit: unit, threads: compute.pool.threadCount,
        isa: compute.instructionSet.rawValue, model: name, runs: runs, peer: peer?.name, peer_value: peer.map { rounded($0.value) },
        ratio: peer.map { rounded(unit == "s" ? $0.value / value : value / $0.value) }, share: share.map { rounded($0) }
      ).print()
    }
    // First, while nothing that was freed before can be taken again unseen.
    try epoch(triples, compute, say: { try say($0, $1, $2) })
    for (what, speed, share) in EmbeddingProducts.measure(triples, compute) { try say(what, speed / 1e9, "Gop/s", share: share) }

    let peer = try arguments.peer
      ? Peer(script: "peer_graph_embedding.py", arguments: [folder, String(compute.pool.threadCount), String(recipe.goal), String(recipe.regulariser)])
      : nil
    defer { peer?.end() }
    var mine: [[Double]] = [], theirs: [[Double]] = []
    for run in 0..<arguments.runs {
      var settings = recipe.settings
      settings.seed = UInt64(run)
      let result = try TrainingRun(on: triples, settings: settings, compute: compute) { ($0.validation ?? 0) < recipe.goal }
      let report = Evaluator(triples: triples, compute: compute).evaluate(result.model, on: triples.test)
      let point = result.points.last { $0.epoch <= result.bestEpoch }!
      mine.append([point.processorSeconds, report.all.meanReciprocalRank, result.bestValidation])
      guard let peer else { continue }
      theirs.append(try peer.run())
      // Where the peer stops short of the goal: when did we pass what it reached?
      let passed = result.points.first { ($0.validation ?? 0) >= theirs[run][2] } ?? point
      mine[run].append(passed.processorSeconds)
    }
    func other(_ index: Int) -> (name: String, value: Double)? { peer.map { ($0.name, median(theirs.map { $0[index] })) } }
    try say("processor time to validation MRR \(recipe.goal), or the best", median(mine.map { $0[0] }), "s", runs: arguments.runs, peer: other(0))
    try say("validation MRR then", median(mine.map { $0[2] }), "MRR", runs: arguments.runs, peer: other(2))
    try say("test MRR then", median(mine.map { $0[1] }), "MRR", runs: arguments.runs, peer: other(1))
    if peer != nil {
      try say("processor time to the peer's best validation MRR", median(mine.map { $0[3] }), "s", runs: arguments.runs, peer: other(0))
    }
  }

  /// One epoch over all candidates at rank 100, and the memory that a training with average and validation takes at its peak.
  private static func epoch(_ triples: TripleSet, _ compute: Compute, say: (String, Double, String) throws -> Void) throws {
    var settings = TrainingSettings()
    settings.rank = 104  // the next that fills whole lanes
    settings.batch = 512
    settings.epochs = 2
    settings.validationInterval = 2
    PeakMemory.reset()
    let before = PeakMemory.bytes
    let run = try TrainingRun(on: triples, settings: settings, compute: compute)
    let peak = PeakMemory.bytes - before
    // A batch: its scores, and for each of its questions the rows of a triple, their slopes, and two queries with theirs.
    let batch = 4 * settings.batch * (triples.entities.count + 10 * 2 * settings.rank)
    try say("processor time of an epoch at rank 100, all candidates", run.points[0].processorSeconds, "s")
    try say("peak memory of training by 2 x parameters + one batch", Double(peak) / Double(2 * run.model.bytes + batch), "times")
    try say("peak memory of training", Double(peak) / 1e6, "MB")
    try say("parameters", Double(run.model.bytes) / 1e6, "MB")
  }
}
