import Foundation
import Fusion
import Kernels
import KnowledgeGraph
import Perception
import RDF
import TestFiles
import Testing
import Training

@Suite("A misspelt name is told from a word that only looks like one") struct LinkerTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path()

  private func withGraph<R: Sendable>(_ body: @Sendable (StoreReader, LabelIndex) throws -> R) async throws -> R {
    let folder = FileManager.default.temporaryDirectory.appending(path: "kg-linker-\(UUID())").path()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = try await GraphStore(path: folder + "/graph.sqlite3")
    for name in ["vocabulary", "medical/graph"] {
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: Self.root + "Graphs/\(name).ttl")))
      try await store.write { try $0.importGraph(bytes, format: .turtle, from: name + ".ttl", domain: .medical) }
    }
    let labels = try await store.labelIndex()
    let result = try await store.read { try body($0, labels) }
    await store.close()
    return result
  }

  private static func encoder() throws -> TextEncoder { try TextEncoder(folder: TestFiles.models + "/all-MiniLM-L6-v2", compute: .shared) }

  @Test("Candidates are the things whose name is one slip away; relations are none") func candidates() async throws {
    let found = try await withGraph { reader, labels in
      try ["What treats atrial fibrilation?", "What treats atrial fibrillation?", "Which drug reats gout?"].map { text in
        try LinkCandidate.find(in: text, labels: labels, reader: reader) { _ in 3 }
      }
    }
    #expect(Set(found[0].map(\.label)) == ["atrial fibrillation"] && found[0].allSatisfy { $0.near.written == "fibrilation" && $0.near.words == 2 })
    #expect(found[1].isEmpty && found[2].allSatisfy { $0.label != "treats" })
  }

  @Test("Questions are made alike by one seed, and mean what their sort says") func questions() async throws {
    let encoder = try Self.encoder(), wordings = try RelationWordings(path: Self.root + "Graphs/wordings.jsonl")
    let (one, again, held) = try await withGraph { reader, labels in
      let maker = try LinkQuestions(FusionGraph(reader, wordings: wordings), wordings: wordings, words: ["lever", "table", "gouty"])
      func make(_ heldOut: Bool) throws -> [LinkQuestions.Made] {
        try maker.make(heldOut: heldOut, count: 90, seed: 3, labels: labels, reader: reader, encoder: encoder)
      }
      return (try make(false), try make(false), try make(true))
    }
    #expect(one.map(\.text) == again.map(\.text) && Set(one.map(\.text)).isDisjoint(with: held.map(\.text)))
    let questions = try LinkQuestions.questions(one, texts: EncodedTexts(encoder))
    for (made, question) in zip(one, questions) {
      #expect(question.right.count == made.candidates.count && (made.sort == .misspelt || !question.right.contains(true)))
    }
    #expect(zip(one, questions).count { $0.sort == .misspelt && $1.right.contains(true) } > 15)
  }

  @Test("Trained it tells them apart, and what was written reads back to the same") func learns() async throws {
    let encoder = try Self.encoder(), wordings = try RelationWordings(path: Self.root + "Graphs/wordings.jsonl")
    let words = ["lever", "attach", "cardia", "strokes", "beast", "fewer", "acting", "aspiring", "asteroid", "cancel", "kidnap", "plane", "brain"]
    let made = try await withGraph { reader, labels in
      try LinkQuestions(FusionGraph(reader, wordings: wordings), wordings: wordings, words: words)
        .make(heldOut: false, count: 360, seed: 1, labels: labels, reader: reader, encoder: encoder)
    }
    let questions = try LinkQuestions.questions(made, texts: EncodedTexts(encoder))
    let linker = FusionLinker(dimension: encoder.dimension, encoder: encoder.name, seed: 1, compute: .shared)
    let objective = LinkObjective(linker, questions: questions)
    try TrainingLoop(objective, plan: objective.plan(epochs: 12, seed: 1), compute: .shared).run()
    var right = 0, all = 0
    for question in questions where !question.right.isEmpty {
      for (probability, isMeant) in zip(linker.probabilities(question), question.right) {
        all += 1
        if (probability > 0.5) == isMeant { right += 1 }
      }
    }
    #expect(Double(right) > 0.9 * Double(all), "\(right) of \(all)")
    let path = FileManager.default.temporaryDirectory.appending(path: "linker-\(UUID()).weights").path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try linker.write(to: path)
    let read = try FusionLinker(path: path, compute: .shared)
    #expect(read.encoder == encoder.name && questions.prefix(20).allSatisfy { read.probabilities($0) == linker.probabilities($0) })
    var bytes = try Data(contentsOf: URL(filePath: path))
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: URL(filePath: path))
    #expect(throws: TableFileError.self) { try FusionLinker(path: path, compute: .shared) }
  }
}
