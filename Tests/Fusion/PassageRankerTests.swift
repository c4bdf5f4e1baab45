import Foundation
import Fusion
import Kernels
import Testing
import Training

@Suite("Passages of a list are ranked by what the list shows") struct PassageRankerTests {
  private static let dimension = 16

  private static func unit(_ random: inout SeededGenerator) -> [Float] {
    let values = (0..<dimension).map { _ in random.normal() }, length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return values.map { $0 / length }
  }

  /// What words find last is right: against what the search ranks by, which is the cosine.
  private static func planted(_ seed: UInt64) -> (question: String, vector: [Float], candidates: [PassageCandidate], right: Int) {
    var random = SeededGenerator(seed: seed)
    let vector = unit(&random), right = Int(random.next() % 8)
    let candidates = (0..<8).map { place in
      let other = unit(&random), similarity = zip(other, vector).reduce(0) { $0 + $1.0 * $1.1 }
      return PassageCandidate(
        title: "Part \(place)", text: "Some words about part \(place)", vector: other, words: place == right ? 0.5 : 5 + Float(random.unit()),
        similarity: similarity, graph: 0, fused: 1 + similarity)
    }
    return ("Which part is it?", vector, candidates, right)
  }

  private static func list(_ seed: UInt64) -> (PassageList, right: Int) {
    let made = planted(seed)
    return (
      PassageList(
        question: made.question, words: [made.vector], vector: made.vector, candidates: made.candidates,
        right: made.candidates.indices.map { $0 == made.right ? 0 : nil }), made.right
    )
  }

  private static func trained() throws -> PassageRanker {
    let objective = PassageObjective(PassageRanker(.words, dimension: dimension, seed: 1), lists: (0..<64).map { list($0).0 }, batch: 8, seed: 1)
    try TrainingLoop(objective, plan: TrainingPlan(schedule: RateSchedule(peak: 3e-3, warmup: 10, steps: 120)), compute: .shared).run()
    return objective.ranker
  }

  private static func firstRight(_ ranker: PassageRanker) -> Int {
    (1000..<1040 as Range<UInt64>).count { seed in
      let (list, right) = list(seed), scores = ranker.rank([list], compute: .shared)[0]
      return scores.indices.max { scores[$0] < scores[$1] } == right
    }
  }

  @Test("Untrained it ranks as the search did; trained it finds what a rule planted, in lists that it never saw") func learns() throws {
    let made = Self.planted(7)
    let before = PassageRanker(.words, dimension: Self.dimension, seed: 1)
    let scores = before.rank(made.question, words: [made.vector], vector: made.vector, candidates: made.candidates, compute: .shared)
    func order(_ values: [Float]) -> [Int] { values.indices.sorted { values[$0] > values[$1] } }
    #expect(order(scores) == order(made.candidates.map(\.fused)))
    #expect(Self.firstRight(before) < 20)
    #expect(try Self.firstRight(Self.trained()) >= 36)
  }

  @Test("The order in which passages come changes no score, and another list beside theirs neither") func order() throws {
    let ranker = try Self.trained(), made = Self.planted(3)
    func scores(_ candidates: [PassageCandidate]) -> [Float] {
      ranker.rank(made.question, words: [made.vector], vector: made.vector, candidates: candidates, compute: .shared)
    }
    let there = scores(made.candidates), back = Array(scores(made.candidates.reversed()).reversed())
    #expect(zip(there, back).allSatisfy { abs($0 - $1) < 1e-4 } && Set(there).count == there.count)
    let beside = ranker.rank([Self.list(4).0, Self.list(3).0], compute: .shared)[1]
    #expect(zip(there, beside).allSatisfy { abs($0 - $1) < 1e-4 })
  }

  @Test("What was written reads back to the same scores; what is damaged is refused") func file() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "passages-\(UUID()).weights").path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let ranker = try Self.trained(), lists = (0..<4).map { Self.list($0).0 }
    try ranker.write(to: path)
    let read = try PassageRanker(path: path)
    #expect(read.features == .words && read.rank(lists, compute: .shared) == ranker.rank(lists, compute: .shared))
    var bytes = try Data(contentsOf: URL(filePath: path))
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: URL(filePath: path))
    #expect(throws: TableFileError.self) { try PassageRanker(path: path) }
  }

  @Test("Answering's ranker is read from its file where it wants no words and says whose vectors it knows; shares are above 0") func shipped() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "passages-\(UUID()).weights").path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Self.trained().write(to: path, encoder: "made-up")
    #expect(throws: FusionError.self) { try PassageReranker(path: path, compute: .shared) }
    let ranker = PassageRanker(.channels, dimension: Self.dimension, seed: 1), made = Self.planted(3)
    try ranker.write(to: path)
    #expect(throws: FusionError.self) { try PassageReranker(path: path, compute: .shared) }
    try ranker.write(to: path, encoder: "made-up")
    let shares = try PassageReranker(path: path, compute: .shared).shares(made.question, vector: made.vector, candidates: made.candidates)
    #expect(shares.count == made.candidates.count && shares.allSatisfy { $0 > 0 } && abs(shares.reduce(0, +) - 1) < 1e-5)
  }

  @Test("A channel that training never had anything in counts for nothing") func unseen() throws {
    let lists = (0..<32).map { Self.list($0).0 }, ranker = PassageRanker(.channels, dimension: Self.dimension, seed: 1)
    try TrainingLoop(PassageObjective(ranker, lists: lists, batch: 8, seed: 1), plan: TrainingPlan(schedule: RateSchedule(peak: 3e-3, warmup: 5, steps: 20)), compute: .shared).run()
    func scores(graph: Float) -> [Float] {
      var made = Self.planted(3)
      made.candidates[2].graph = graph
      return ranker.rank(made.question, words: [], vector: made.vector, candidates: made.candidates, compute: .shared)
    }
    #expect(scores(graph: 0) != scores(graph: 1))
    ranker.forgetWhatNeverVaried(in: lists)
    #expect(scores(graph: 0) == scores(graph: 1))
  }

  @Test("No passage, no title, no vector and no word that is asked: every score is a number") func bare() {
    let ranker = PassageRanker(.words, dimension: Self.dimension, seed: 1)
    #expect(ranker.rank("", words: [], vector: [], candidates: [], compute: .shared).isEmpty)
    let empty = PassageCandidate(title: "", text: "", vector: [], words: 0, similarity: 0, graph: 0, fused: 0)
    let vector = [Float](repeating: 0.25, count: Self.dimension)
    let scores = ranker.rank("?", words: [], vector: vector, candidates: [empty, empty], compute: .shared)
    #expect(scores.count == 2 && scores.allSatisfy(\.isFinite))
  }

  @Test("A title in another passage's text is seen, whatever its case and number") func names() throws {
    // The second passage is right, and only the first, found best, names it.
    func made(_ seed: UInt64) -> PassageList {
      var random = SeededGenerator(seed: seed)
      let texts = ["The founder was Ada Byron", "She was born in London", "He was born in Paris"], titles = ["Engines", "ada byron", "Alan Moore"]
      let swap = random.unit() < 0.5
      let order = swap ? [0, 2, 1] : [0, 1, 2]
      let candidates = order.enumerated().map { place, number in
        PassageCandidate(title: titles[number], text: texts[number], vector: [], words: 1, similarity: 0.5, graph: 0, fused: place == 0 ? 2 : 1)
      }
      return PassageList(question: "Where was the founder born?", words: [], vector: [], candidates: candidates, right: order.map { $0 == 1 ? 0 : nil })
    }
    for (features, finds) in [(PassageRanker.Features.channels, true), (.channelsWithoutNames, false)] {
      let objective = PassageObjective(PassageRanker(features, dimension: 0, seed: 2), lists: (0..<32).map(made), batch: 8, seed: 1)
      try TrainingLoop(objective, plan: TrainingPlan(schedule: RateSchedule(peak: 3e-3, warmup: 5, steps: 60)), compute: .shared).run()
      let right = (100..<120 as Range<UInt64>).count { seed in
        let list = made(seed), scores = objective.ranker.rank([list], compute: .shared)[0]
        let best = scores.indices.max { scores[$0] < scores[$1] }
        return best.map { list.right[$0] != nil } == true && Set(scores).count == 3
      }
      #expect((right == 20) == finds, "\(features): \(right)")
    }
  }

  @Test("Headings ask and sections answer; what says nothing is not asked, and no text is lost") func pairs() {
    let long = String(repeating: "The rate of interest is what a loan costs. ", count: 4)
    let document = """
      # Loans

      ## What is (are) Interest ?

      \(long)

      ## Summary

      \(long)

      ## Fixed Rates

      ```
      # no heading
      ```
      \(long)

      ## Short

      Little.
      """
    let pairs = PassagePairs(documents: [document], most: 10, seed: 1)
    #expect(pairs.sections.count == 3 && pairs.sections.allSatisfy { $0.title == "Loans" })
    #expect(pairs.sections[0].question == "What is Interest?" && pairs.sections[1].question == nil)
    #expect(pairs.sections[2].question?.lowercased().contains("fixed rates") == true && pairs.sections[2].text.contains("# no heading"))
    #expect(pairs == PassagePairs(documents: [document], most: 10, seed: 1))
    #expect(PassagePairs(documents: [document], most: 2, seed: 1).sections.isEmpty)
  }

  @Test("Code is asked for by the sentence above it; remarks and what nothing introduces are left out") func examples() {
    let code = "let sum = values.reduce(0, +)\nlet mean = Double(sum) / Double(values.count)"
    let document = """
      # Lists

      Lists have a length. The mean of a list is its *sum* divided by its `count`:

      ```swift
      \(code)
      ```

      <!--
      A remark that explains how nothing is done at all:

      ```swift
      \(code)
      ```
      -->

      So:

      ```
      \(code)
      ```
      """
    let pairs = PassagePairs(examplesOf: [document], most: 10)
    #expect(pairs.sections.map(\.text) == [code] && pairs.sections.map(\.question) == ["The mean of a list is its sum divided by its count"])
  }
}
