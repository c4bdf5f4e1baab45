import Foundation
import Fusion
import GraphEmbedding
import Kernels
import KnowledgeGraph
import Layers
import Perception
import Training

/// Held-out edges asked in wordings that training never showed: fusion beside the plain pipeline, each row trained and judged alike.
enum FusionCase {
  static func measure(_ arguments: BenchArguments) async throws {
    guard let path = arguments.data else { throw BenchArguments.Fault(description: "name a store with the graphs in it with --data") }
    let encoder = try TextEncoder(folder: arguments.model ?? BenchArguments.modelFolder + "/all-MiniLM-L6-v2", compute: arguments.compute)
    let wordings = try RelationWordings(path: "Graphs/wordings.jsonl")
    let store = try await GraphStore(path: path, create: false)
    let graph = try await store.read { try FusionGraph($0, wordings: wordings) }
    var judges: [(String, FusionJudge)] = [
      "pipeline", "late fusion", "entity token: label", "entity token: label and graph", "label, and neighbours as tokens",
    ].map { ($0, FusionJudge()) }
    for seed in 0..<UInt64(arguments.runs) {
      let split = EdgeSplit(graph, seed: seed), embedding = try embed(graph, split, seed: seed, arguments)
      let inputs = try FusionInputs(graph, embedding: embedding, seen: split.embedding, encoder: encoder)
      var random = SeededGenerator(seed: seed)
      let maker = QuestionMaker(graph, wordings: wordings)
      let most = arguments.steps.map { 32 * $0 } ?? .max
      let training = Array((maker.questions(of: split.fusion, heldOut: false, times: 3, seed: seed)
        + maker.relationQuestions(about: split.embedding, each: 60, seed: seed + 1)).shuffled(using: &random).prefix(most))
      let test = maker.questions(of: split.test, heldOut: true, seed: seed)
      try inputs.prepare(training + test)
      let pipeline = try PlainPipeline(inputs, questions: training)
      try TrainingLoop(pipeline, plan: plan(rate: 0.02, questions: training.count, epochs: 10, seed, arguments), compute: arguments.compute).run()
      judges[0].1.add(test, try pipeline.answers(to: test, compute: arguments.compute))
      for (row, features) in [EntityFeatures.none, .label, .labelAndGraph, .labelAndNeighbours].enumerated() {
        let objective = FusionObjective(inputs, features: features, questions: training, seed: seed)
        try TrainingLoop(objective, plan: plan(rate: 1e-3, questions: training.count, epochs: 6, seed, arguments), compute: arguments.compute).run()
        judges[row + 1].1.add(test, objective.answers(to: test, compute: arguments.compute))
      }
    }
    for (name, judge) in judges {
      let interval = judge.interval()
      func line(_ what: String, _ value: Double, _ unit: String) throws {
        try BenchLine(
          case: "fusion", what: "\(name): \(what)", value: (value * 1000).rounded() / 1000, unit: unit, threads: arguments.compute.pool.threadCount, isa: "-",
          model: encoder.name, runs: arguments.runs
        ).print()
      }
      try line("mean reciprocal rank (\(String(format: "%.3f to %.3f", interval.lowerBound, interval.upperBound)))", judge.metrics.meanReciprocalRank, "MRR")
      try line("right answer first", judge.metrics.hitsAt1, "hits@1")
      try line("right answer among ten", judge.metrics.hitsAt10, "hits@10")
      try line("relation", judge.relationAccuracy, "accuracy of \(judge.questions)")
    }
  }

  private static func plan(rate: Float, questions: Int, epochs: Int, _ seed: UInt64, _ arguments: BenchArguments) -> TrainingPlan {
    let steps = min(arguments.steps ?? .max, max(1, questions * epochs / 32))
    var plan = TrainingPlan(schedule: RateSchedule(peak: rate, warmup: steps / 20, steps: steps))
    plan.seed = seed
    return plan
  }

  private static func embed(_ graph: FusionGraph, _ split: EdgeSplit, seed: UInt64, _ arguments: BenchArguments) throws -> EmbeddingModel {
    var entities = Numbering(), relations = Numbering()
    for index in graph.entities.indices { _ = entities.number(adding: "\(index)") }
    for name in graph.relations { _ = relations.number(adding: name) }
    let triples = try TripleSet(
      entities: entities, relations: relations, train: split.embedding, validation: split.validation, test: split.test, unseen: .kept)
    var settings = TrainingSettings()
    (settings.rank, settings.seed, settings.epochs) = (128, seed, 60)
    if let steps = arguments.steps {
      (settings.rank, settings.epochs) = (16, min(settings.epochs, steps))
    } else {
      settings = try AutomaticSettings(on: triples, settings: settings, compute: arguments.compute).settings
    }
    let run = try TrainingRun(on: triples, settings: settings, compute: arguments.compute)
    let report = Evaluator(triples: triples, compute: arguments.compute).evaluate(run.model, on: split.test)
    FileHandle.standardError.write(Data("graph \(graph.entities.count) things, \(graph.edges.count) edges; parts \(split.embedding.count), \(split.fusion.count), \(split.validation.count), \(split.test.count); embedding alone \(report.all.meanReciprocalRank)\n".utf8))
    return run.model
  }
}
