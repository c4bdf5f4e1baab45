import Foundation
import Fusion
import GraphEmbedding
import Kernels
import KnowledgeGraph
import Media
import Perception
import RDF
import Training

/// Spoken questions to the thing of the graph that they name: by the transcript, by edits, by the sound, and by the fusion Transformer over the candidates.
///
/// The recordings are those of `Tests/Reference/speak_questions.py`; things and wordings of the questions that are judged are held out.
enum FusionSpokenCase {
  private static let rows: [(name: String, features: SpokenLinker.Features)] = [
    ("channels, mixed by learnt weights", .mixed), ("the Transformer over the candidates' channels", .channels), ("+ words and labels", .words),
    ("+ graph embedding", .wordsAndGraph), ("+ sound", .wordsAndSound), ("all", .all),
  ]
  /// What ships: `README.md` and `SPOKEN.md` in Sources/Fusion say why.
  private static let shipped = SpokenLinker.Features.channels, shippedPath = "Daemon/fusion/spoken.weights"

  static func measure(_ arguments: BenchArguments) async throws {
    let set = try await SpokenSet(arguments)
    let lists = set.lists, training = lists.filter { !$0.isHeldOut }.map(\.list), test = lists.filter(\.isHeldOut)
    func share(_ isRight: (SpokenSet.Asked) -> Bool) -> [Double] { test.map { isRight($0) ? 1 : 0 } }
    try report("ceiling: the right thing among the candidates", share(\.isAmong), nil, arguments)
    let today = share { $0.means($0.today) }
    try report("exact match of the transcript", share { $0.means($0.exact) }, today, arguments)
    try report("by edits and phonetic key", share { $0.means($0.fuzzy) }, today, arguments)
    try report("the same among the kinds that have the relation", share { $0.means($0.fuzzyInKind) }, today, arguments)
    try report("16 nearest, the likeliest by the decoder", share { $0.means($0.rescored) }, today, arguments)
    try report("16 nearest of those kinds, the likeliest by the decoder", share { $0.means($0.rescoredInKind) }, today, arguments)
    try report("as asking with a recording does without the Transformer", today, today, arguments)
    for (name, features) in rows {
      var right = [[Double]](), kept = (right: 0.0, wrong: 0.0, left: 0.0), alone = 0.0, elapsed = 0.0
      for seed in 0..<UInt64(arguments.runs) {
        let linker = SpokenLinker(features, words: set.words, graph: set.graph, sound: set.sound, seed: seed)
        try train(linker, training, seed: seed, arguments)
        elapsed += seconds {
          right.append(test.map { asked in
            let chances = linker.probabilities(asked.list, compute: arguments.compute), none = asked.list.entries.count - 1
            let best = chances.indices.dropLast().max { chances[$0] < chances[$1] }
            if let best, chances[best] > chances[none] {
              if best == asked.list.right { kept.right += 1 } else { kept.wrong += 1 }
            } else {
              kept.left += 1
            }
            return best == asked.list.right ? 1 : 0
          })
        }
        let without = test.filter(\.isAmong).map { $0.list.withoutRight }
        alone += without.reduce(0) { sum, list in
          let chances = linker.probabilities(list, compute: arguments.compute)
          return sum + ((chances.dropLast().max() ?? 0) <= chances[chances.count - 1] ? 1 : 0)
        } / Double(max(1, without.count))
      }
      let runs = Double(arguments.runs), count = runs * Double(test.count)
      try report(name, test.indices.map { index in right.reduce(0) { $0 + $1[index] } / runs }, today, arguments)
      try line("\(name): taken and right", kept.right / count, "share of \(test.count)", arguments)
      try line("\(name): taken and wrong", kept.wrong / count, "share of \(test.count)", arguments)
      try line("\(name): none taken where the right one is missing", alone / runs, "share", arguments)
      try line("\(name): a question", 1000 * elapsed / count, "ms", arguments)
    }
  }

  /// Trains the linker that asking uses, on the questions to train on alone, and writes it.
  static func ship(_ arguments: BenchArguments) async throws {
    let set = try await SpokenSet(arguments), linker = SpokenLinker(shipped, words: set.words, graph: set.graph, sound: set.sound, seed: 0)
    try train(linker, set.lists.filter { !$0.isHeldOut }.map(\.list), seed: 0, arguments)
    try linker.write(to: shippedPath)
  }

  private static func train(_ linker: SpokenLinker, _ lists: [SpokenList], seed: UInt64, _ arguments: BenchArguments) throws {
    let objective = SpokenObjective(linker, lists: lists, seed: seed)
    let steps = min(arguments.steps ?? .max, max(1, objective.count * 12 / 8))
    var plan = TrainingPlan(schedule: RateSchedule(peak: 1e-3, warmup: steps / 10, steps: steps))
    plan.seed = seed
    try TrainingLoop(objective, plan: plan, compute: arguments.compute).run()
  }

  private static func report(_ row: String, _ values: [Double], _ plain: [Double]?, _ arguments: BenchArguments) throws {
    let interval = Bootstrap.interval(ofMeans: [values])
    var text = "\(row) (\(String(format: "%.3f to %.3f", interval.lowerBound, interval.upperBound))"
    if let plain {
      let gained = Bootstrap.interval(ofMeans: [zip(values, plain).map { $0 - $1 }])
      text += String(format: "; %+.3f to %+.3f beside today", gained.lowerBound, gained.upperBound)
    }
    try line(text + ")", Bootstrap.mean(ofMeans: [values]), "right of \(values.count)", arguments)
  }

  private static func line(_ what: String, _ value: Double, _ unit: String, _ arguments: BenchArguments) throws {
    try BenchLine(
      case: "fusion-spoken", what: what, value: rounded(value), unit: unit, threads: arguments.compute.pool.threadCount, isa: "-", runs: arguments.runs
    ).print()
  }
}
