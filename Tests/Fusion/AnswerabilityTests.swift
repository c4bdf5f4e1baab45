import Foundation
import Fusion
import Kernels
import Models
import Testing
import Training

@Suite("From what the evidence shows it is told whether it answers") struct AnswerabilityTests {
  /// What would be said is right where the best sentence's first number is above a half.
  private static func look(_ seed: UInt64) -> (look: EvidenceLook, isRight: Bool) {
    var random = SeededGenerator(seed: seed)
    let sentences = (0..<3).map { _ in (0..<4).map { _ in Float(random.unit()) } }
    return (EvidenceLook(question: [Float(random.unit()), 1], sentences: sentences, passages: [[Float(random.unit())]]), sentences.map { $0[0] }.max() ?? 0 > 0.75)
  }

  private static func file() -> String { FileManager.default.temporaryDirectory.appending(path: "answerable-\(UUID()).weights").path() }

  @Test("A rule that was planted is learnt, and what was written reads back to the same") func learns() throws {
    let looks = (0..<256).map { Self.look($0) }
    let head = AnswerabilityHead(like: looks[0].look, encoder: "minilm", seed: 1, compute: .shared)
    let objective = AnswerabilityObjective(head, looks: looks)
    try TrainingLoop(objective, plan: objective.plan(epochs: 40, seed: 1), compute: .shared).run()
    let judged = (1000..<1100 as Range<UInt64>).map { Self.look($0) }
    let right = judged.count { ((head.probability($0.look) ?? 0) > 0.5) == $0.isRight }
    #expect(right >= 85, "\(right)")
    head.least = 0.25
    let path = Self.file()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try head.write(to: path)
    let read = try AnswerabilityHead(path: path, compute: .shared)
    #expect(read.encoder == "minilm" && read.least == 0.25)
    #expect(judged.allSatisfy { read.probability($0.look) == head.probability($0.look) })
  }

  @Test("A look of another shape has no probability, one without evidence has one") func shapes() {
    let head = AnswerabilityHead(like: Self.look(0).look, encoder: "minilm", seed: 1, compute: .shared)
    #expect(head.probability(EvidenceLook(question: [1], sentences: [], passages: [])) == nil)
    #expect(head.probability(EvidenceLook(question: [0.5, 1], sentences: [[1]], passages: [])) == nil)
    let bare = head.probability(EvidenceLook(question: [0.5, 1], sentences: [], passages: []))
    #expect(bare.map { (0...1).contains($0) } == true)
  }

  @Test("A damaged file is refused") func damaged() throws {
    let path = Self.file()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try AnswerabilityHead(like: Self.look(0).look, encoder: "minilm", seed: 1, compute: .shared).write(to: path)
    let bytes = try Data(contentsOf: URL(filePath: path))
    for bad in [bytes.dropLast(4), bytes + Data([0, 0, 0, 0]), Data(bytes.prefix(12)), Data()] {
      try Data(bad).write(to: URL(filePath: path))
      #expect(throws: TableFileError.self) { try AnswerabilityHead(path: path, compute: .shared) }
    }
  }
}
