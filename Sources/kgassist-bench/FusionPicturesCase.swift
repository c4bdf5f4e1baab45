import Foundation
import Fusion
import Kernels
import Media
import Perception
import Training

/// Questions to the pictures they mean: by pixels, by words in several ways, and the best of those ranked anew by the fusion Transformer.
///
/// The pictures are those of `Tests/Reference/draw_topics.py`. Every question is asked of all of them; topics and wordings of the questions that are
/// judged are held out.
enum FusionPicturesCase {
  private struct Made: Decodable {
    struct Picture: Decodable { var name, split: String }
    struct Question: Decodable { var text, picture, split: String }
    var pictures: [Picture]
    var questions: [Question]
  }

  /// What was read in a picture, kept so that it is read once.
  private struct Reading: Codable {
    var texts: [String]
    var vectors, boxes, visuals: [[Float]]
    var pooled: [Float]
    /// What the program takes it for.
    var sort: PictureSort

    func picture(_ sorts: [PictureSort: [Float]]) -> SeenPicture {
      SeenPicture(
        lines: texts.indices.map { SeenPicture.Line(text: texts[$0], vector: vectors[$0], box: boxes[$0], visual: visuals[$0]) }, sort: sorts[sort], pooled: pooled)
    }
  }

  private struct Asked {
    var text: String
    var words: [[Float]]
    var vector: [Float]
    var right: Int
    var isHeldOut: Bool
  }

  static func measure(_ arguments: BenchArguments) async throws {
    guard let folder = arguments.data else { throw BenchArguments.Fault(description: "fusion-pictures needs --data FOLDER, as Tests/Reference/draw_topics.py FOLDER makes it") }
    let made = try JSONDecoder().decode(Made.self, from: Data(contentsOf: URL(filePath: folder + "/topics.json")))
    let encoder = try TextEncoder(folder: BenchArguments.modelFolder + "/all-MiniLM-L6-v2", compute: arguments.compute)
    let sorts = try PictureSort.vectors(by: encoder)
    let read = try await readings(made.pictures.map(\.name), folder, encoder, arguments)
    let pictures = read.map { $0.picture(sorts) }, unsorted = read.map { $0.picture([:]) }
    let numbers = Dictionary(uniqueKeysWithValues: made.pictures.enumerated().map { ($1.name, $0) })
    let states = try encoder.states(made.questions.map(\.text)), vectors = try encoder.encode(made.questions.map(\.text))
    let asked = made.questions.indices.map { index in
      let question = made.questions[index]
      return Asked(
        text: question.text, words: states[index], vector: vectors[index], right: numbers[question.picture]!, isHeldOut: question.split == "test")
    }
    let training = asked.filter { !$0.isHeldOut }, test = asked.filter(\.isHeldOut)

    let texts = pictures.map { $0.lines.map(\.text).joined(separator: " ") }
    let words = WordScores(texts), meanings = try encoder.encode(texts)
    func byWords(_ question: Asked) -> [Double] { shares(words.scores(question.text)) }
    func byMeaning(_ question: Asked) -> [Double] {
      shares(meanings.map { vector in zip(vector, question.vector).reduce(0) { $0 + Double($1.0 * $1.1) } })
    }
    // How much words count beside meanings is chosen on the questions that are trained on.
    func both(_ question: Asked, _ share: Double) -> [Double] { zip(byWords(question), byMeaning(question)).map { share * $0 + (1 - share) * $1 } }
    let sample = Array(training.prefix(240))
    let share = stride(from: 0.1, through: 0.9, by: 0.1).map { share in (share, sample.reduce(0) { $0 + 1 / rank(both($1, share), $1.right) }) }.max { $0.1 < $1.1 }!.0
    try report("words by BM25", [test.map { rank(byWords($0), $0.right) }], arguments)
    try report("words by vectors", [test.map { rank(byMeaning($0), $0.right) }], arguments)
    let plain = test.map { rank(both($0, share), $0.right) }
    try report("both, words \(rounded(share))", [plain], arguments)

    func list(_ question: Asked, _ pictures: [SeenPicture], all: Bool) -> PictureList {
      let scores = both(question, share)
      let places = all ? Array(pictures.indices) : Array(scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }.prefix(PictureRanker.most))
      return PictureList(
        question: question.text, words: question.words, vector: question.vector, pictures: places.map { pictures[$0] },
        prior: places.map { all ? 0 : Float(scores[$0]) }, right: places.firstIndex(of: question.right))
    }
    let shape = (visual: pictures[0].lines.first?.visual.count ?? 96, pooled: pictures[0].pooled.count)
    let rows: [(name: String, features: PictureRanker.Features, pictures: [SeenPicture])] = [
      ("+ what lines share with the question", .marks, unsorted), ("+ the sort of picture", .marks, pictures),
      ("+ lines' vectors and what the detector saw", .marksAndVectors, pictures), ("the sort and pixels", .marksAndPixels, pictures), ("pixels alone", .pixels, pictures),
    ]
    for (name, features, pictures) in rows {
      let isAlone = features == .pixels
      let lists = training.prefix(isAlone ? 480 : training.count).map { list($0, pictures, all: isAlone) }
      let judged = test.prefix(isAlone ? 60 : test.count).map { list($0, pictures, all: isAlone) }
      var ranks: [[Double]] = [], elapsed = 0.0
      for seed in 0..<UInt64(arguments.runs) {
        let ranker = PictureRanker(features, encoder: encoder.name, dimension: encoder.dimension, visual: shape.visual, pooled: shape.pooled, seed: seed)
        let objective = PictureObjective(ranker, lists: lists, seed: seed)
        try TrainingLoop(objective, plan: plan(lists: objective.count, seed), compute: arguments.compute).run()
        elapsed += seconds {
          ranks.append(zip(test, judged).map { question, judged in
            let scores = ranker.rank(judged, compute: arguments.compute).map(Double.init)
            // What is not among those ranked anew stays where it was, behind them.
            return judged.right.map { rank(scores, $0) } ?? rank(both(question, share), question.right)
          })
        }
        if seed == 0, name == "+ the sort of picture" { try ranker.write(to: ReaderCase.folder + "/" + PictureRanker.shippedName) }
      }
      try report(name, ranks, against: plain, arguments)
      try line("\(name): a question", 1000 * elapsed / Double(judged.count * arguments.runs), "ms", arguments)
    }
  }

  private static func plan(lists: Int, _ seed: UInt64) -> TrainingPlan {
    // Two looks at each question, four questions a step.
    let steps = max(1, lists / 2)
    var plan = TrainingPlan(schedule: RateSchedule(peak: 1e-3, warmup: steps / 10, steps: steps))
    plan.seed = seed
    return plan
  }

  /// Reads the pictures, or takes what was read before out of --store FOLDER. Words that run together are parted by those of the shipped graphs.
  private static func readings(_ names: [String], _ folder: String, _ text: TextEncoder, _ arguments: BenchArguments) async throws -> [Reading] {
    var counts: [String: Int] = [:]
    for path in FileManager.default.enumerator(atPath: "Graphs")?.compactMap({ $0 as? String }) ?? [] where path.hasSuffix(".ttl") || path.hasSuffix(".md") {
      WordSplitter.count(try String(contentsOfFile: "Graphs/" + path, encoding: .utf8), into: &counts)
    }
    let splitter = WordSplitter(counts: counts)
    let reader = try ImageTextReader(folder: arguments.model ?? BenchArguments.modelFolder + "/PP-OCRv4", compute: arguments.compute)
    let encoder = try PictureEncoder(
      weights: BenchArguments.modelFolder + "/efficientnet-lite0/model.safetensors", text: text, compute: arguments.compute)
    if let store = arguments.store { try FileManager.default.createDirectory(atPath: store, withIntermediateDirectories: true) }
    var result: [Reading] = []
    for name in names {
      let kept = arguments.store.map { URL(filePath: "\($0)/\(name).json") }
      // One of an older program lacks something, and is read again.
      if let kept, let data = try? Data(contentsOf: kept), let reading = try? JSONDecoder().decode(Reading.self, from: data) {
        result.append(reading)
        continue
      }
      let image = try await ImageReader().images(of: [UInt8](Data(contentsOf: URL(filePath: "\(folder)/\(name).png"))))[0]
      let (page, map) = try reader.look(at: image, splitter: splitter), features = try encoder.features(of: image, page: page, map: map)
      result.append(
        Reading(
          texts: page.lines.map(\.text), vectors: features.lines.map(\.vector), boxes: features.lines.map(\.box), visuals: features.lines.map(\.visual),
          pooled: features.pooled, sort: page.sort ?? .page))
      if let kept { try JSONEncoder().encode(result[result.count - 1]).write(to: kept) }
    }
    return result
  }

  private static func shares(_ scores: [Double]) -> [Double] {
    let best = scores.max() ?? 0
    return scores.map { best > 0 ? max(0, $0) / best : 0 }
  }

  /// From 1; equal ones at their mean.
  private static func rank(_ scores: [Double], _ right: Int) -> Double {
    let above = scores.count { $0 > scores[right] }, equal = scores.count { $0 == scores[right] }
    return 1 + Double(above) + Double(equal - 1) / 2
  }

  /// - Parameter ranks: by run, of the same questions.
  private static func report(_ row: String, _ ranks: [[Double]], against plain: [Double]? = nil, _ arguments: BenchArguments) throws {
    for (what, most) in [("recall@1", 1.0), ("recall@10", 10.0)] {
      func found(_ rank: Double) -> Double { rank <= most ? 1 : 0 }
      let values = ranks[0].indices.map { index in ranks.reduce(0) { $0 + found($1[index]) } / Double(ranks.count) }
      let interval = Bootstrap.interval(ofMeans: [values])
      var text = "\(row): \(what) (\(String(format: "%.3f to %.3f", interval.lowerBound, interval.upperBound))"
      if let plain {
        let gained = Bootstrap.interval(ofMeans: [zip(values, plain).map { $0 - found($1) }])
        text += String(format: "; %+.3f to %+.3f beside both", gained.lowerBound, gained.upperBound)
      }
      try line(text + ")", Bootstrap.mean(ofMeans: [values]), "share of \(values.count)", arguments)
    }
  }

  private static func line(_ what: String, _ value: Double, _ unit: String, _ arguments: BenchArguments) throws {
    try BenchLine(
      case: "fusion-pictures", what: what, value: rounded(value), unit: unit, threads: arguments.compute.pool.threadCount, isa: "-", runs: arguments.runs
    ).print()
  }
}
