import Foundation
import Fusion
import GraphEmbedding
import Kernels
import KnowledgeGraph
import RDF
import Testing

@Suite("Questions are made from a graph, and its parts never tell on each other") struct FusionDataTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path()
  private static let wordingsPath = root + "Graphs/wordings.jsonl"
  private let folder = FileManager.default.temporaryDirectory.appending(path: "kg-fusion-\(UUID())").path()

  private func graph(_ wordings: RelationWordings) async throws -> FusionGraph {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let store = try await GraphStore(path: folder + "/graph.sqlite3")
    for name in ["vocabulary", "medical/graph"] {
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: Self.root + "Graphs/\(name).ttl")))
      try await store.write { try $0.importGraph(bytes, format: .turtle, from: name + ".ttl", domain: .medical) }
    }
    let graph = try await store.read { try FusionGraph($0, wordings: wordings) }
    await store.close()
    try FileManager.default.removeItem(atPath: folder)
    return graph
  }

  @Test("Every relation with wordings is one of the vocabulary, and has some held out") func wordings() throws {
    let wordings = try RelationWordings(path: Self.wordingsPath)
    let vocabulary = try String(contentsOfFile: Self.root + "Graphs/vocabulary.ttl", encoding: .utf8)
    #expect(wordings.entries.count == 80)
    for entry in wordings.entries { #expect(vocabulary.contains("\nkg:\(entry.relation) a "), "\(entry.relation)") }
    let all = wordings.entries.flatMap(\.wordings)
    // One sentence may ask for two relations; what is held out never stands in training.
    #expect(wordings.entries.allSatisfy { Set($0.heldOut).isDisjoint(with: $0.wordings) && !all.isEmpty })
  }

  @Test(
    "A file of wordings that is wrong is refused with its line",
    arguments: [
      ("{}", 1), ("{\"relation\":\"a\",\"wordings\":[\"What of {}?\"],\"held_out\":[\"And {}?\"]}\nx", 2),
      ("{\"relation\":\"a\",\"wordings\":[\"What?\"],\"held_out\":[\"And {}?\"]}", 1), ("{\"relation\":\"a\",\"wordings\":[\"{} {}\"],\"held_out\":[\"{}\"]}", 1),
      ("{\"relation\":\"a\",\"wordings\":[],\"held_out\":[\"{}\"]}", 1), ("{\"relation\":\"a\",\"wordings\":[\"{}\"],\"held_out\":[\"{}\"]}", 1),
    ])
  func badWordings(text: String, line: Int) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "wordings-\(UUID()).jsonl").path()
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let error = #expect(throws: FusionError.self) { try RelationWordings(path: path) }
    #expect(error?.description.contains("line \(line):") == true)
  }

  @Test("An edge and its inverse lie in one part, no edge in two, and the graph embedding sees every thing") func split() async throws {
    let graph = try await graph(RelationWordings(path: Self.wordingsPath))
    #expect(graph.edges.count > 800 && graph.inverses.contains { $0 != nil })
    for seed in 0..<3 as Range<UInt64> {
      let split = EdgeSplit(graph, seed: seed), parts = [split.embedding, split.fusion, split.validation, split.test]
      #expect(split.all.count == graph.edges.count && Set(split.all) == Set(graph.edges))
      #expect(parts.allSatisfy { !$0.isEmpty })
      for part in parts {
        let edges = Set(part)
        for edge in part {
          guard let inverse = graph.inverses[Int(edge.relation)] else { continue }
          #expect(edges.contains(NumberedTriple(edge.object, inverse, edge.subject)))
        }
      }
      let seen = Set(split.embedding.flatMap { [$0.subject, $0.object] })
      #expect(split.all.allSatisfy { seen.contains($0.subject) && seen.contains($0.object) })
      #expect(EdgeSplit(graph, seed: seed).test == split.test)
    }
    #expect(EdgeSplit(graph, seed: 1).test != EdgeSplit(graph, seed: 2).test)
  }

  @Test("Held-out questions use held-out wordings and plain names; answers of other parts are known") func questions() async throws {
    let wordings = try RelationWordings(path: Self.wordingsPath), graph = try await graph(wordings)
    let split = EdgeSplit(graph, seed: 0), maker = QuestionMaker(graph, wordings: wordings)
    let test = maker.questions(of: split.test, heldOut: true, seed: 0)
    #expect(test.reduce(0) { $0 + $1.answers.count } == split.test.count)
    for question in test {
      let entry = wordings.entries[Int(question.relation)], label = graph.entities[Int(question.entity)].label
      #expect(entry.heldOut.contains { $0.replacing("{}", with: label) == question.text })
      #expect(Set(question.known).isDisjoint(with: question.answers))
    }
    #expect(test.contains { !$0.known.isEmpty })
    let training = maker.questions(of: split.fusion, heldOut: false, times: 2, seed: 0)
    let held = Set(wordings.entries.flatMap(\.heldOut))
    #expect(training.allSatisfy { question in !held.contains(question.text.replacing(graph.entities[Int(question.entity)].label, with: "{}")) })
    #expect(training == maker.questions(of: split.fusion, heldOut: false, times: 2, seed: 0))
    let balanced = maker.relationQuestions(about: split.embedding, each: 12, seed: 0)
    #expect(Set(Dictionary(grouping: balanced, by: \.relation).values.map(\.count)) == [12] && balanced.allSatisfy(\.answers.isEmpty))
  }

  @Test("Neighbours are of known edges, the nearest first, and a relation that is only asked for stands once less among them") func neighbours() async throws {
    let wordings = try RelationWordings(path: Self.wordingsPath), graph = try await graph(wordings)
    let split = EdgeSplit(graph, seed: 0), maker = QuestionMaker(graph, wordings: wordings), count = Int32(graph.entities.count)
    // Vectors that tell whose they are: of a label the number of the first thing that has it, from 1 on; of a relation its own behind all of them.
    var numbers: [String: Int32] = [:]
    for (index, entity) in graph.entities.enumerated() where numbers[entity.label] == nil { numbers[entity.label] = Int32(index) + 1 }
    let labels = numbers
    for (index, relation) in graph.relations.enumerated() { numbers["relation: " + Neighbourhood.words(relation)] = count + Int32(index) + 1 }
    #expect(numbers.count == labels.count + graph.relations.count)
    let neighbourhood = Neighbourhood(graph, seen: split.embedding) { [Float(labels[$0] ?? numbers["relation: " + $0] ?? -1)] }
    func first(_ thing: Int32) -> Int32 { (labels[graph.entities[Int(thing)].label] ?? 0) - 1 }
    let seen = Set(split.embedding.map { NumberedTriple($0.subject, $0.relation, first($0.object)) })
    func edges(_ question: FusionQuestion) -> [NumberedTriple] {
      neighbourhood.rows(for: question).map { NumberedTriple(question.entity, Int32($0[1]) - count - 1, Int32($0[0]) - 1) }
    }
    let test = maker.questions(of: split.test, heldOut: true, seed: 0)
    #expect(test.contains { !edges($0).isEmpty } && test.contains { edges($0).count == Neighbourhood.most })
    for question in test {
      let found = edges(question), own = split.embedding.filter { $0.subject == question.entity }
      #expect(found.count == min(Neighbourhood.most, own.count) && found.allSatisfy { seen.contains($0) })
      #expect(!found.contains { $0.relation == question.relation && question.answers.map(first).contains($0.object) })
      #expect(found.map(\.object) == Array(own.map { first($0.object) }.sorted(by: >).prefix(Neighbourhood.most)), "\(question.text)")
    }
    for question in maker.relationQuestions(about: split.embedding, each: 3, seed: 0) {
      let own = split.embedding.filter { $0.subject == question.entity }
      #expect(own.contains { $0.relation == question.relation })
      guard own.count <= Neighbourhood.most else { continue }
      #expect(edges(question).count { $0.relation == question.relation } == own.count { $0.relation == question.relation } - 1)
    }
    #expect(Neighbourhood.words("hasAdverseEffect") == "has adverse effect")
  }

  @Test("A slip changes one place of a name, and short names stay") func misspelling() {
    var random = SeededGenerator(seed: 3)
    var changed = 0
    for _ in 0..<200 {
      let slip = Misspelling.slip("metformin", using: &random)
      #expect(abs(slip.count - 9) <= 1)
      let same = zip(slip, "metformin").prefix { $0 == $1 }.count
      let back = zip(slip.reversed(), "metformin".reversed()).prefix { $0 == $1 }.count
      #expect(same + back >= 7, "\(slip)")
      if slip != "metformin" { changed += 1 }
    }
    #expect(changed > 150)
    #expect(Misspelling.slip("bond", using: &random) == "bond")
    #expect(Misspelling.slip("", using: &random) == "")
  }

  @Test("Ranks leave other true answers out, and ties stand at the mean") func judging() {
    var judge = FusionJudge()
    let question = FusionQuestion(text: "", entity: 0, relation: 1, answers: [2], known: [4])
    judge.add([question, question], [.init(relation: 1, scores: [9, 0.5, 0.5, 0.7, 8]), .init(relation: 0, scores: [9, 0, 1, 0, 8])])
    #expect(judge.ranks == [2.5, 1])
    #expect(judge.relationAccuracy == 0.5 && judge.metrics.hitsAt1 == 0.5)
    #expect(judge.metrics.meanReciprocalRank == 0.7)
    #expect(judge.interval().contains(judge.metrics.meanReciprocalRank))
  }
}
