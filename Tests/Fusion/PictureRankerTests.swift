import Foundation
import Fusion
import Kernels
import Testing
import Training

@Suite("Pictures are ranked by their lines, and by pixels where those tell") struct PictureRankerTests {
  private static let dimension = 16, visual = 6, pooled = 12

  private static func unit(_ random: inout SeededGenerator, _ count: Int = dimension) -> [Float] {
    let values = (0..<count).map { _ in random.normal() }, length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return values.map { $0 / length }
  }

  /// Six pictures of three lines. One has a line that means nearly what the question does, or, where only `pixels` tell, the colour that is asked for.
  private static func list(_ seed: UInt64, pixels: Bool) -> PictureList {
    var random = SeededGenerator(seed: seed)
    let colours = [[Float](repeating: 1, count: pooled / 2) + [Float](repeating: 0, count: pooled / 2)]
    let both = colours + [Array(colours[0].reversed())], wanted = Int(random.next() % 2), vector = pixels ? Self.asked[wanted] : unit(&random)
    let right = Int(random.next() % 6)
    let pictures = (0..<6).map { place in
      let lines = (0..<3).map { line in
        let other = unit(&random), meant = zip(vector, other).map { 0.9 * $0 + 0.3 * $1 }
        return SeenPicture.Line(
          text: "line \(line)", vector: !pixels && place == right && line == 1 ? meant : other, box: [0.1, Float(line) / 3, 0.9, Float(line + 1) / 3],
          visual: unit(&random, visual))
      }
      return SeenPicture(lines: lines, pooled: both[place == right ? wanted : 1 - wanted])
    }
    return PictureList(
      question: "which", words: [vector], vector: vector, pictures: pictures, prior: [Float](repeating: 0, count: 6), right: right)
  }

  private static let asked: [[Float]] = {
    var random = SeededGenerator(seed: 99)
    return [unit(&random), unit(&random)]
  }()

  private static func ranker(_ features: PictureRanker.Features) -> PictureRanker {
    PictureRanker(features, encoder: "made", dimension: dimension, visual: visual, pooled: pooled, seed: 3)
  }

  private static func train(_ features: PictureRanker.Features, pixels: Bool) throws -> PictureRanker {
    let objective = PictureObjective(ranker(features), lists: (0..<64).map { list($0, pixels: pixels) }, batch: 4, beside: 4, seed: 1)
    #expect(objective.count == 64)
    try TrainingLoop(objective, plan: TrainingPlan(schedule: RateSchedule(peak: 3e-3, warmup: 10, steps: 150)), compute: .shared).run()
    return objective.ranker
  }

  private static func firstRight(_ ranker: PictureRanker, pixels: Bool) -> Int {
    (1000..<1040 as Range<UInt64>).count { seed in
      let list = list(seed, pixels: pixels), scores = ranker.rank(list, compute: .shared)
      return scores.indices.max { scores[$0] < scores[$1] } == list.right && Set(scores).count > 1
    }
  }

  @Test("A line that means what is asked is found among others in pictures that training never showed") func lines() throws {
    #expect(Self.firstRight(Self.ranker(.marks), pixels: false) == 0)
    for features in [PictureRanker.Features.marks, .marksAndVectors] {
      #expect(try Self.firstRight(Self.train(features, pixels: false), pixels: false) >= 34, "\(features)")
    }
  }

  @Test("Pixels are found where only they tell, and lines alone find nothing there") func pixels() throws {
    #expect(try Self.firstRight(Self.train(.marksAndPixels, pixels: true), pixels: true) >= 36)
    #expect(try Self.firstRight(Self.train(.marks, pixels: true), pixels: true) <= 20)
  }

  @Test("The order of the pictures changes no score; before training what another search said is the order") func order() throws {
    let ranker = try Self.train(.marks, pixels: false), list = Self.list(5, pixels: false)
    func turned(_ prior: [Float]) -> PictureList {
      PictureList(question: "which", words: [Self.asked[0]], vector: Self.asked[0], pictures: list.pictures.reversed(), prior: prior.reversed())
    }
    let straight = PictureList(
      question: "which", words: [Self.asked[0]], vector: Self.asked[0], pictures: list.pictures, prior: [0.5, 0.2, 0.6, 0.1, 0.4, 0.3])
    let there = ranker.rank(straight, compute: .shared), back = ranker.rank(turned([0.5, 0.2, 0.6, 0.1, 0.4, 0.3]), compute: .shared)
    #expect(zip(there, back.reversed()).allSatisfy { abs($0 - $1) < 1e-4 })
    let before = Self.ranker(.marksAndPixels).rank(straight, compute: .shared)
    #expect(before.indices.sorted { before[$0] > before[$1] } == [2, 0, 4, 5, 1, 3])
  }

  @Test("The sort that is asked for is found where the pictures' lines are alike") func sorts() throws {
    let sorts = Self.asked
    func list(_ seed: UInt64) -> PictureList {
      var random = SeededGenerator(seed: seed)
      let wanted = Int(random.next() % 2), right = Int(random.next() % 4), line = SeenPicture.Line(text: "the same", vector: Self.unit(&random), box: [0, 0, 1, 1])
      let vector = zip(sorts[wanted], Self.unit(&random)).map { 0.9 * $0 + 0.2 * $1 }
      return PictureList(
        question: "which", words: [vector], vector: vector, pictures: (0..<4).map { SeenPicture(lines: [line], sort: sorts[$0 == right ? wanted : 1 - wanted]) },
        prior: [0, 0, 0, 0], right: right)
    }
    let objective = PictureObjective(Self.ranker(.marks), lists: (0..<32).map(list), batch: 4, beside: 3, seed: 1)
    try TrainingLoop(objective, plan: TrainingPlan(schedule: RateSchedule(peak: 3e-3, warmup: 10, steps: 100)), compute: .shared).run()
    let right = (1000..<1040 as Range<UInt64>).count { seed in
      let list = list(seed), scores = objective.ranker.rank(list, compute: .shared)
      return scores.indices.max { scores[$0] < scores[$1] } == list.right
    }
    #expect(right >= 38, "\(right)")
  }

  @Test("What was written ranks alike once it is read, and a damaged file is refused") func file() throws {
    let ranker = try Self.train(.marks, pixels: false), path = NSTemporaryDirectory() + "/pictures-\(UUID()).weights"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try ranker.write(to: path)
    let read = try PictureRanker(path: path), list = Self.list(7, pixels: false)
    #expect(read.encoder == "made" && read.rank(list, compute: .shared) == ranker.rank(list, compute: .shared))
    let whole = try Data(contentsOf: URL(filePath: path))
    for damaged in [whole.dropLast(3), whole + [0], Data(whole.prefix(5))] {
      try Data(damaged).write(to: URL(filePath: path))
      #expect(throws: TableFileError.self) { try PictureRanker(path: path) }
    }
  }

  @Test("A picture without lines or brightness gets a number") func empty() {
    let picture = SeenPicture(lines: [], pooled: [Float](repeating: 0, count: Self.pooled))
    let list = PictureList(question: "", words: [], vector: Self.asked[0], pictures: [picture], prior: [0])
    let scores = Self.ranker(.marksAndPixels).rank(list, compute: .shared)
    #expect(scores.count == 1 && scores.allSatisfy { $0.isFinite })
  }
}
