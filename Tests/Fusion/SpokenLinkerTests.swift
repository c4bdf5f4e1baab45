import Foundation
import Fusion
import Kernels
import Testing
import Training

@Suite("Which thing a spoken question names") struct SpokenLinkerTests {
  private static let names = ["metformin", "warfarin", "gentamicin", "digoxin", "heparin", "naloxone", "insulin", "atropine"]

  /// Five of the names were near; the sound speaks for one of them, which is not the nearest by its letters.
  private static func list(_ seed: UInt64, sound: [[Float]] = []) -> SpokenList {
    var random = SeededGenerator(seed: seed)
    let chosen = Array(names.shuffled(using: &random).prefix(5)), right = Int(random.next() % 5)
    let candidates = chosen.enumerated().map { place, name in
      HeardQuestion.Candidate(
        name: name, text: 0, words: 2..<3, distances: [place == right ? 0.3 : 0.2 + 0.2 * random.unit(), 0.4], whole: place == right ? -9 : -12 - 4 * random.unit(),
        said: -4, tokens: 3)
    }
    let heard = HeardQuestion(texts: ["What does met fork treat?", "What does met four treat?"], plain: 1, chance: -8, candidates: candidates, sound: sound)
    let things = Dictionary(uniqueKeysWithValues: names.enumerated().map { number, name in
      (number, SpokenList.Known(thing: SpokenThing(label: name, names: [name], kind: "drug", edges: ["treats", "treats"])))
    })
    let named = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, [$0]) })
    return SpokenList(heard, things: things, named: named, reading: nil, right: [names.firstIndex(of: chosen[right])!])
  }

  private static func linker(_ features: SpokenLinker.Features) -> SpokenLinker { SpokenLinker(features, words: 0, graph: 0, sound: 4, seed: 1) }

  private static func trained(_ features: SpokenLinker.Features) throws -> SpokenLinker {
    let objective = SpokenObjective(linker(features), lists: (0..<96).map { list($0) }, seed: 2)
    #expect(objective.count == 96)
    try TrainingLoop(objective, plan: TrainingPlan(schedule: RateSchedule(peak: 3e-3, warmup: 10, steps: 160)), compute: .shared).run()
    return objective.linker
  }

  private static let unseen = (1000..<1040 as Range<UInt64>).map { list($0) }

  @Test("The name that the sound speaks for is told from nearer ones in questions that training never showed", arguments: [SpokenLinker.Features.mixed, .channels])
  func right(_ features: SpokenLinker.Features) throws {
    let linker = try Self.trained(features)
    let right = Self.unseen.count { list in
      let chances = linker.probabilities(list, compute: .shared)
      return chances.indices.max { chances[$0] < chances[$1] } == list.right
    }
    #expect(right >= 36)
  }

  @Test("Where the thing that was meant is missing, none is likelier than it is where the thing is there") func none() throws {
    let linker = try Self.trained(.channels)
    func none(_ list: SpokenList) -> Float { linker.probabilities(list, compute: .shared).last ?? 0 }
    #expect(Self.unseen.allSatisfy { $0.withoutRight.right == $0.withoutRight.entries.count - 1 && $0.withoutRight.entries.count == $0.entries.count - 1 })
    let there = Self.unseen.reduce(Float(0)) { $0 + none($1) }, missing = Self.unseen.reduce(Float(0)) { $0 + none($1.withoutRight) }
    #expect(missing > there)
  }

  @Test("Probabilities are those of the things and of none of them, also where nothing was near") func sums() {
    for features in SpokenLinker.Features.allCases {
      let linker = Self.linker(features), list = Self.list(3, sound: [[1, 0, 0, 1], [0, 1, 1, 0]])
      let chances = linker.probabilities(list, compute: .shared)
      #expect(chances.count == 6 && abs(chances.reduce(0, +) - 1) < 1e-5)
      // Nothing speaks for anything before training.
      #expect(chances.allSatisfy { abs($0 - 1 / 6) < 1e-5 }, "\(features)")
      let empty = SpokenList(HeardQuestion(texts: [], plain: 0, chance: 0, candidates: []), things: [:], named: [:], reading: nil)
      #expect(linker.probabilities(empty, compute: .shared) == [1] && empty.right == nil)
    }
  }

  @Test("Written weights say the same when they are read; others' and damaged ones are refused by name") func files() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "spoken-\(UUID().uuidString).weights").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let linker = try Self.trained(.channels)
    try linker.write(to: path)
    let read = try SpokenLinker(path: path), list = Self.list(7)
    #expect(read.features == .channels && read.probabilities(list, compute: .shared) == linker.probabilities(list, compute: .shared))
    var bytes = try Data(contentsOf: URL(filePath: path))
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: URL(filePath: path))
    #expect { try SpokenLinker(path: path) } throws: { "\($0)".contains("spoken-") }
    try bytes.prefix(40).write(to: URL(filePath: path))
    #expect(throws: TableFileError.self) { try SpokenLinker(path: path) }
  }
}
