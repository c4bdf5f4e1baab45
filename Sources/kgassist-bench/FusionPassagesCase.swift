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
  private static let candidates = 40, mostQuestions = 300, mostSections = 2000, epochs = 2, batch = 16
  private static let rows: [(name: String, features: PassageRanker.Features)] = [
    ("channels, without names", .channelsWithoutNames), ("channels", .channels), ("+ vectors", .vectors), ("+ words", .words),
  ]

  /// A set's questions as lists of passages, with what is needed to judge an order of each.
  private struct Lists {
    var set: RetrievalSet
    var questions: [RetrievalSet.Query] = []
    var lists: [PassageList] = []
    /// By question, the candidates' documents.
    var documents: [[String]] = []
    /// What it took to make the lists out of what was found.
    var seconds = 0.0

    /// By question; `scores` nil for the order in which they were found.
    func figures(_ scores: [[Float]]?) -> [(recall: Double, gain: Double)] {
      questions.indices.map { index in
        let order = documents[index].indices.sorted { a, b in
          guard let scores else { return a < b }
          return (scores[index][b], a) < (scores[index][a], b)
        }
        var names: [String] = []
        for place in order where !names.contains(documents[index][place]) { names.append(documents[index][place]) }
        return set.figures(names, for: questions[index]._id)
      }
    }
  }

  static func measure(_ arguments: BenchArguments) async throws {
    guard let folder = arguments.data else { throw BenchArguments.Fault(description: "fusion-passages needs --data FOLDER, a folder of sets") }
    let encoder = try TextEncoder(folder: arguments.model ?? BenchArguments.modelFolder + "/all-MiniLM-L6-v2", compute: arguments.compute)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().filter {
      FileManager.default.fileExists(atPath: "\(folder)/\($0)/qrels.tsv")
    }
    guard names.count >= 2 else { throw BenchArguments.Fault(description: "\(folder): at least two sets are needed, one to learn from and one to judge") }
    let kept = arguments.store ?? NSTemporaryDirectory() + "/kgassist-passages-\(UUID().uuidString)"
    defer { if arguments.store == nil { try? FileManager.default.removeItem(atPath: kept) } }
    var sets: [Lists] = []
    for name in names { sets.append(try await lists(RetrievalSet(folder: "\(folder)/\(name)"), kept, encoder)) }
    var pairs: [PassageList] = []
    for made in try Self.pairs(beside: folder) { pairs += try await lists(made, kept, encoder).lists }

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
          try TrainingLoop(objective, plan: plan(lists: objective.count, seed), compute: arguments.compute).run()
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

  private static func plan(lists: Int, _ seed: UInt64) -> TrainingPlan {
    let steps = max(1, lists * epochs / batch)
    var plan = TrainingPlan(schedule: RateSchedule(peak: 1e-3, warmup: steps / 10, steps: steps))
    plan.seed = seed
    return plan
  }

  /// What hybrid retrieval finds for a set's questions, as answering gathers it.
  private static func lists(_ set: RetrievalSet, _ kept: String, _ encoder: TextEncoder) async throws -> Lists {
    let file = "\(kept)/\(set.name)"
    try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: true)
    let store = try await GraphStore(path: file + "/graph.sqlite3")
    try await set.fill(store, encoder)
    let labels = try await store.labelIndex(), gatherer = PassageGatherer(graph: try await store.adjacency())
    var random = SeededGenerator(seed: 0), result = Lists(set: set)
    result.questions = Array(set.queries.shuffled(using: &random).prefix(mostQuestions))
    let vectors = try encoder.encode(result.questions.map(\.text)), states = try encoder.states(result.questions.map(\.text))
    for (index, query) in result.questions.enumerated() {
      let vector = vectors[index]
      let (passages, found) = try await store.read { reader in
        let question = try QuestionReader(labels: labels).read(Question(text: query.text), resolved: query.text, store: reader, vector: vector)
        let passages = try gatherer.gather(question, k: candidates, store: reader)
        return (passages, try passages.map { try PassageCandidate($0, vector: reader.vector(of: $0.passage)) })
      }
      let wanted = set.relevant[query._id] ?? [:], numbers = Dictionary(uniqueKeysWithValues: wanted.keys.sorted().enumerated().map { ($1, $0) })
      result.documents.append(passages.map(\.name))
      result.seconds += seconds {
        result.lists.append(
          PassageList(question: query.text, words: states[index], vector: vector, candidates: found, right: passages.map { numbers[$0.name] }))
      }
    }
    await store.close()
    return result
  }

  /// Questions made from the documents that lie in a folder `documents` beside the sets', and from the code in them.
  private static func pairs(beside folder: String) throws -> [RetrievalSet] {
    let root = URL(filePath: folder).deletingLastPathComponent().appending(path: "documents").path()
    let paths = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String }.filter { $0.hasSuffix(".md") }.sorted() ?? []
    guard !paths.isEmpty else { return [] }
    let documents = try paths.map { try String(contentsOfFile: "\(root)/\($0)", encoding: .utf8) }
    return [
      try set("documents", of: PassagePairs(documents: documents, most: mostSections, seed: 0)),
      try set("examples", of: PassagePairs(examplesOf: documents, most: mostSections)),
    ]
  }

  private static func set(_ name: String, of pairs: PassagePairs) throws -> RetrievalSet {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    var corpus: [UInt8] = [], queries: [RetrievalSet.Query] = [], relevant: [String: [String: Double]] = [:]
    for (number, section) in pairs.sections.enumerated() {
      let record = ["_id": "\(number)", "title": section.title, "text": section.text]
      corpus += [UInt8](try encoder.encode(record)) + [UInt8(ascii: "\n")]
      guard let question = section.question else { continue }
      queries.append(RetrievalSet.Query(_id: "\(number)", text: question))
      relevant["\(number)"] = ["\(number)": 1]
    }
    return RetrievalSet(name: name, corpus: corpus, queries: queries, relevant: relevant)
  }

  /// Means over each set's questions, then over the sets, with the interval of what is gained beside hybrid retrieval.
  private static func report(
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

  private static func line(_ what: String, _ value: Double, _ unit: String, _ arguments: BenchArguments) throws {
    try BenchLine(
      case: "fusion-passages", what: what, value: rounded(value), unit: unit, threads: arguments.compute.pool.threadCount, isa: "-",
      model: "all-MiniLM-L6-v2", runs: arguments.runs
    ).print()
  }
}

extension PassageCandidate {
  /// - Parameter vector: of the passage, where it has one.
  fileprivate init(_ passage: EvidencePassage, vector: [Float]?) {
    self.init(
      title: passage.heading.last ?? "", text: passage.text, vector: vector ?? [], words: Float(passage.words ?? 0),
      similarity: Float(passage.similarity ?? 0), graph: Float(passage.graph ?? 0), fused: Float(passage.score))
  }
}
