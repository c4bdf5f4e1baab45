import Foundation
import Fusion
import Kernels
import KnowledgeGraph
import Models
import Perception
import RDF
import TestFiles
import Testing

@Suite("Questions are read by weights that are kept as they were trained") struct ReadingTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path()
  private static let shipped = root + "Daemon/fusion"
  private let folder = FileManager.default.temporaryDirectory.appending(path: "kg-reader-\(UUID())").path()

  private static func made(relations: [String] = ["treats", "causes"]) -> FusionReader {
    var shape = FusionConfiguration(features: [.word: 8, .entity: 16], classes: [relations.count + 1, Domain.allCases.count])
    (shape.width, shape.heads, shape.intermediate) = (32, 2, 48)
    let card = FusionReader.Card(
      configuration: shape, relations: relations, encoder: "made-up", words: ["which", "treats"], relationAccuracy: 0.5, domainAccuracy: 1)
    return FusionReader(FusionTransformer(shape, seed: 3), card: card, compute: .shared)
  }

  private static let words = (0..<3).map { row in (0..<8).map { Float(row * 8 + $0) / 10 } }
  private static let thing = NamedThing(vector: (0..<16).map { Float($0) / 8 - 1 }, relations: [])

  @Test("What is written reads the same, and probabilities are some") func kept() throws {
    let reader = Self.made()
    try reader.write(to: folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let read = try FusionReader(folder: folder, compute: .shared)
    #expect(read.card == reader.card && read.card.words.contains("treats") && !read.card.words.contains("gentamicin"))
    for things in [[], [Self.thing], [Self.thing, Self.thing]] {
      let one = reader.read(words: Self.words, things: things), other = read.read(words: Self.words, things: things)
      #expect(one == other && one.relations.count == 2)
      #expect(abs(one.relations.reduce(one.asksNone) { $0 + $1.probability } - 1) < 1e-5)
      #expect(abs(one.domains.values.reduce(0, +) - 1) < 1e-5)
    }
  }

  @Test("Of two directions the one that a named thing has gains from the other; all else stays as it was read") func directions() {
    var shape = FusionConfiguration(features: [.word: 8, .entity: 16], classes: [4, Domain.allCases.count])
    (shape.width, shape.heads, shape.intermediate) = (32, 2, 48)
    func read(_ prior: Double, _ stated: Set<String>) -> [String: Double] {
      let card = FusionReader.Card(
        configuration: shape, relations: ["antidoteFor", "hasAntidote", "treats"], encoder: "made-up", words: [],
        inverses: ["antidoteFor": "hasAntidote", "hasAntidote": "antidoteFor"], statedPrior: prior, relationAccuracy: 1, domainAccuracy: 1)
      let reader = FusionReader(FusionTransformer(shape, seed: 5), card: card, compute: .shared)
      let reading = reader.read(words: Self.words, things: [NamedThing(vector: Self.thing.vector, relations: stated)])
      return Dictionary(uniqueKeysWithValues: reading.relations.map { ($0.name, $0.probability) }).merging(["": reading.asksNone]) { a, _ in a }
    }
    func isAlike(_ a: Double?, _ b: Double?) -> Bool { abs((a ?? 1) - (b ?? 0)) < 1e-6 }
    let plain = read(1, ["hasAntidote"]), settled = read(5, ["hasAntidote"]), both = read(5, ["hasAntidote", "antidoteFor"])
    #expect(isAlike(settled["treats"], plain["treats"]) && isAlike(settled[""], plain[""]))
    let odds = (plain["hasAntidote"] ?? 0) / (plain["antidoteFor"] ?? 1), now = (settled["hasAntidote"] ?? 0) / (settled["antidoteFor"] ?? 1)
    #expect(abs(now / odds - 5) < 1e-3 && plain.keys.allSatisfy { isAlike(both[$0], plain[$0]) })
  }

  @Test("Weights that are missing, cut off, of another shape or not numbers are refused by name") func damaged() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(throws: FusionError.unreadable(path: folder + "/config.json")) { try FusionReader(folder: folder, compute: .shared) }
    try Self.made().write(to: folder)
    let weights = folder + "/model.safetensors", card = folder + "/config.json"
    let whole = try Data(contentsOf: URL(filePath: weights)), text = try String(contentsOfFile: card, encoding: .utf8)
    try whole.prefix(whole.count - 4).write(to: URL(filePath: weights))
    #expect(throws: (any Error).self) { try FusionReader(folder: folder, compute: .shared) }
    var broken = whole
    broken.replaceSubrange(broken.count - 4..<broken.count, with: [0, 0, 0xC0, 0x7F])
    try broken.write(to: URL(filePath: weights))
    #expect(throws: FusionError.self) { try FusionReader(folder: folder, compute: .shared) }
    try whole.write(to: URL(filePath: weights))
    for (from, to) in [("\"width\" : 32", "\"width\" : 64"), ("\"width\" : 32", "\"width\" : -32"), ("\"heads\" : 2", "\"heads\" : 0"), ("\"heads\" : 2", "\"heads\" : 4"), ("\"treats\"", "\"treats\", \"more\"")] {
      #expect(text.contains(from))
      try text.replacingOccurrences(of: from, with: to).write(toFile: card, atomically: true, encoding: .utf8)
      #expect(throws: (any Error).self, "\(to)") { try FusionReader(folder: folder, compute: .shared) }
    }
  }

  @Test("The shipped weights read the relation, that none is asked for, and the domain") func shippedWeights() throws {
    let encoder = try TextEncoder(folder: TestFiles.models + "/all-MiniLM-L6-v2", compute: .shared)
    let reader = try FusionReader(folder: Self.shipped, compute: .shared)
    #expect(reader.card.encoder == encoder.name && reader.card.relations.count == 80)
    func read(_ text: String, _ name: String, _ kind: String) throws -> QuestionReading {
      let vectors = try encoder.encode([name, kind])
      return reader.read(words: try encoder.states([text])[0], things: [NamedThing(vector: vectors[0] + vectors[1], relations: [])])
    }
    // Things that no shipped graph has.
    for (text, name, kind, relation) in [
      ("Which drugs treat tuberculosis?", "tuberculosis", "disease", "treatedBy"),
      ("What are the symptoms of tuberculosis?", "tuberculosis", "disease", "hasSymptom"),
      ("What should I know before derivatives pricing?", "derivatives pricing", "concept", "prerequisite"),
    ] {
      let reading = try read(text, name, kind)
      #expect(reading.relations[0].name == relation && reading.relations[0].probability > 0.5, "\(text): \(reading.relations.prefix(3))")
    }
    let none = try read("Write a poem about tuberculosis.", "tuberculosis", "disease")
    #expect(none.asksNone > 0.5 && none.domains.max { $0.value < $1.value }?.key == .medical)
  }

  @Test("Held-out wordings ask what training never words so") func parts() async throws {
    let store = try await GraphStore(path: { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true); return folder + "/graph.sqlite3" }())
    for name in ["vocabulary", "code/graph"] {
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: Self.root + "Graphs/\(name).ttl")))
      try await store.write { try $0.importGraph(bytes, format: .turtle, from: name + ".ttl", domain: .code) }
    }
    let wordings = try RelationWordings(path: Self.root + "Graphs/wordings.jsonl"), others = try ReadingQuestions.others(path: Self.root + "Graphs/other-wordings.txt")
    let graph = try await store.read { try FusionGraph($0, wordings: wordings) }
    await store.close()
    try FileManager.default.removeItem(atPath: folder)
    let maker = ReadingQuestions(graph, wordings: wordings, others: others)
    let (training, held) = (maker.questions(.training, each: 6, seed: 1), maker.questions(.heldOut, each: 3, seed: 1))
    #expect(training == maker.questions(.training, each: 6, seed: 1) && training != maker.questions(.training, each: 6, seed: 2))
    let none = Int32(graph.relations.count)
    #expect(training.count { $0.relation == none } == 60 && held.count { $0.relation == none } == 30)
    #expect(training.allSatisfy { $0.domain == Int32(Domain.allCases.firstIndex(of: .code)!) })
    #expect(Set(training.map(\.text)).isDisjoint(with: held.map(\.text)))
    #expect(Set(maker.words(.all)) == Set(maker.words(.training)).union(maker.words(.heldOut)))
    let own = maker.wordsByRelation(.all)
    #expect(Set(own.keys) == Set(graph.relations + [""]) && Set(own.values.joined()) == Set(maker.words(.all)))
    #expect(own["prerequisite"]?.contains("before") == true && own["treatedBy"]?.contains("before") == false)
  }

  @Test("A file of other wordings that is wrong is refused with its line", arguments: [("What is {}?\nWhy?\nHow is {}?", 2), ("What is {}?", 1), ("{} {}\n{}\n{}", 1)])
  func badOthers(text: String, line: Int) throws {
    try text.write(toFile: folder, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let error = #expect(throws: FusionError.self) { try ReadingQuestions.others(path: folder) }
    #expect(error?.description.contains("line \(line):") == true)
  }
}
