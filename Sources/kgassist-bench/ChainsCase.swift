import Foundation
import Fusion
import GraphEmbedding
import Kernels
import Perception
import Training

/// Questions over one to three hops of a graph of which half is missing (MetaQA), in wordings that training never showed: right answers first.
enum ChainsCase {
  private static let perHop = (training: 3000, test: 1000)

  static func measure(_ arguments: BenchArguments) async throws {
    guard let folder = arguments.data else { throw BenchArguments.Fault(description: "name the folder of MetaQA's files, unpacked, with --data") }
    let encoder = try TextEncoder(folder: arguments.model ?? BenchArguments.modelFolder + "/all-MiniLM-L6-v2", compute: arguments.compute)
    let set = try ChainQuestionSet(
      graph: folder + "/kb_half_seed13.txt", pairs: (1...3).map { ("\(folder)/qa_dev_\($0)hop.txt", "\(folder)/qa_dev_\($0)hop_qtype.txt") })
    let embedding = try embed(set, arguments)
    var rows: [String: [[Double]]] = [:], order: [String] = []
    func add(_ name: String, hop: Int, _ isRight: [Bool]) {
      if rows[name] == nil { (rows[name], order) = ([[], [], []], order + [name]) }
      rows[name]![hop] += isRight.map { $0 ? 1 : 0 }
    }
    for seed in 0..<UInt64(arguments.runs) {
      let parts = set.questions.map { part($0, seed: seed) }, inputs = ChainInputs(embedding: embedding, names: set.entities.names, encoder: encoder)
      var random = SeededGenerator(seed: seed)
      let training = parts.flatMap(\.training).shuffled(using: &random)
      try inputs.prepare(training + parts.flatMap(\.test))
      let walker = ChainWalker(set.triples, embedding: embedding, compute: arguments.compute)
      // How far the embedding's chances are trusted is chosen on training questions.
      try tune(walker, set, parts.map { Array($0.training.prefix(150)) }, arguments)
      for (name, features) in [("words alone", EntityFeatures.none), ("+ the thing's label", .label), ("+ its graph embedding", .labelAndGraph)] {
        let objective = ChainObjective(inputs, features: features, questions: training, chains: set.chains.count, seed: seed)
        let steps = min(arguments.steps ?? .max, training.count * 4 / 32)
        var plan = TrainingPlan(schedule: RateSchedule(peak: 1e-3, warmup: min(40, steps / 2), steps: steps))
        plan.seed = seed
        try TrainingLoop(objective, plan: plan, compute: arguments.compute).run()
        for (hop, part) in parts.enumerated() {
          let chances = objective.probabilities(part.test, compute: arguments.compute)
          let best = chances.map { row in row.indices.max { row[$0] < row[$1] }! }
          add(name + ": chain", hop: hop, zip(part.test, best).map { Int($0.chain) == $1 })
          add(name + ": answer", hop: hop, zip(part.test, chances).map { isRight($0, $1, walker, set) })
        }
      }
      for (hop, part) in parts.enumerated() {
        let given = part.test.map { question in set.chains.indices.map { $0 == Int(question.chain) ? Float(1) : 0 } }
        add("the chain given, known edges and embedding: answer", hop: hop, zip(part.test, given).map { isRight($0, $1, walker, set) })
        walker.usesEmbedding = false
        add("the chain given, known edges alone: answer", hop: hop, zip(part.test, given).map { isRight($0, $1, walker, set) })
        walker.usesEmbedding = true
      }
    }
    for name in order {
      for hop in 0..<3 {
        let values = rows[name]![hop], interval = Bootstrap.interval(ofMeans: [values])
        let between = String(format: "%.3f to %.3f", interval.lowerBound, interval.upperBound)
        try BenchLine(
          case: "chains", what: "\(name), \(hop + 1) hops (\(between))", value: (1000 * values.reduce(0, +) / Double(values.count)).rounded() / 1000,
          unit: "hits@1 of \(values.count)", threads: arguments.compute.pool.threadCount, isa: "-", model: encoder.name, runs: arguments.runs
        ).print()
      }
    }
  }

  /// A third of the wordings is kept for the test.
  private static func part(_ questions: [ChainQuestion], seed: UInt64) -> (training: [ChainQuestion], test: [ChainQuestion]) {
    var random = SeededGenerator(seed: seed)
    let wordings = Set(questions.map(\.wording)).sorted().shuffled(using: &random), held = Set(wordings.prefix(wordings.count / 3))
    let mixed = questions.shuffled(using: &random)
    return (
      Array(mixed.filter { !held.contains($0.wording) }.prefix(perHop.training)), Array(mixed.filter { held.contains($0.wording) }.prefix(perHop.test))
    )
  }

  /// Whether the best answer over the three likeliest chains, by their chances, is among the right ones.
  private static func isRight(_ question: ChainQuestion, _ chances: [Float], _ walker: ChainWalker, _ set: ChainQuestionSet) -> Bool {
    var sums: [Float] = []
    for chain in chances.indices.sorted(by: { chances[$0] > chances[$1] }).prefix(3) where chances[chain] > 0.02 {
      let reached = walker.answers(from: question.entity, along: set.chains[chain])
      if sums.isEmpty { sums = [Float](repeating: 0, count: reached.count) }
      for e in reached.indices { sums[e] += chances[chain] * reached[e] }
    }
    guard let best = sums.indices.max(by: { sums[$0] < sums[$1] }), sums[best] > 0 else { return false }
    return question.answers.contains(Int32(best))
  }

  private static func tune(_ walker: ChainWalker, _ set: ChainQuestionSet, _ parts: [[ChainQuestion]], _ arguments: BenchArguments) throws {
    var best = (right: -1, temperature: Float(1), trust: Float(0.5))
    for temperature: Float in [0.7, 1, 1.5] {
      for trust: Float in [0.2, 0.5, 0.9] {
        (walker.temperature, walker.trust) = (temperature, trust)
        let right = parts.joined().count { question in
          let given = set.chains.indices.map { $0 == Int(question.chain) ? Float(1) : 0 }
          return isRight(question, given, walker, set)
        }
        if right > best.right { best = (right, temperature, trust) }
      }
    }
    (walker.temperature, walker.trust) = (best.temperature, best.trust)
    FileHandle.standardError.write(Data("temperature \(best.temperature), trust \(best.trust): \(best.right) of \(parts.joined().count) with the chain given\n".utf8))
  }

  private static func embed(_ set: ChainQuestionSet, _ arguments: BenchArguments) throws -> EmbeddingModel {
    var random = SeededGenerator(seed: 0)
    let mixed = set.triples.shuffled(using: &random), held = mixed.count / 50
    let triples = try TripleSet(
      entities: set.entities, relations: set.relations, train: Array(mixed.dropFirst(held)), validation: Array(mixed.prefix(held)), test: [], unseen: .kept)
    var settings = TrainingSettings()
    (settings.rank, settings.batch, settings.epochs, settings.sampledCandidates) = (128, 256, 24, 1000)
    (settings.regulariser, settings.validationInterval, settings.validationTriples) = (0.05, 4, 600)
    if let steps = arguments.steps { settings.epochs = min(settings.epochs, steps) }
    let run = try TrainingRun(on: triples, settings: settings, compute: arguments.compute)
    FileHandle.standardError.write(Data("\(set.entities.count) things, \(set.triples.count) edges; the embedding's validation \(run.bestValidation) after \(run.bestEpoch) epochs\n".utf8))
    return run.model
  }
}
