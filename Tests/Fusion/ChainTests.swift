import Foundation
import Fusion
import GraphEmbedding
import Kernels
import Testing

@Suite("Questions over several hops are answered along chains of relations") struct ChainTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "kg-chains-\(UUID())").path()

  private func write(_ files: [String: String]) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, text) in files { try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8) }
  }

  private static let graph = (0..<12).map { "Film \($0)|directed_by|Person \($0 % 3)\nFilm \($0)|release_year|\(1990 + $0)" }.joined(separator: "\n")

  private func set(questions: String, types: String, graph: String = Self.graph) throws -> ChainQuestionSet {
    try write(["kb": graph, "qa": questions, "types": types])
    return try ChainQuestionSet(graph: folder + "/kb", pairs: [(folder + "/qa", folder + "/types")])
  }

  @Test("Known edges are walked in both directions, back to the start never") func walks() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let set = try set(
      questions: "which films share the director of [Film 4]\tFilm 1|Film 7|Film 10\nwhen were films by [Person 1] made\t1991|1994|1997|2000",
      types: "movie_to_director_to_movie\ndirector_to_movie_to_year")
    #expect(set.questions[0].map(\.wording) == ["which films share the director of {}", "when were films by {} made"] && set.chains.map(\.hops.count) == [2, 2])
    #expect(set.questions[0][0].text == "which films share the director of Film 4")
    let triples = try TripleSet(entities: set.entities, relations: set.relations, train: set.triples, validation: [], test: [], unseen: .kept)
    var settings = TrainingSettings()
    (settings.rank, settings.epochs) = (8, 2)
    let embedding = try TrainingRun(on: triples, settings: settings, compute: .shared).model
    let walker = ChainWalker(set.triples, embedding: embedding, compute: .shared)
    for question in set.questions[0] {
      walker.usesEmbedding = false
      let known = walker.answers(from: question.entity, along: set.chains[Int(question.chain)])
      #expect(Set(known.indices.filter { known[$0] > 0.5 }.map { set.entities.names[$0] }) == Set(question.answers.map { set.entities.names[Int($0)] }))
      // What is foretold never outweighs what is known.
      walker.usesEmbedding = true
      let all = walker.answers(from: question.entity, along: set.chains[Int(question.chain)])
      let best = all.indices.sorted { all[$0] > all[$1] }.prefix(question.answers.count)
      #expect(Set(best.map { Int32($0) }) == Set(question.answers) && all[Int(question.entity)] == 0)
    }
  }

  @Test(
    "A set that is wrong is refused with its line",
    arguments: [
      ("a|b", "who directed [Film 1]\tx", "movie_to_director", 1), (Self.graph, "who directed Film 1\tx", "movie_to_director", 1),
      (Self.graph, "who directed [Film 1]\tx", "movie_to_nothing", 1), (Self.graph, "who directed [Film 1]\tx", "movie", 1),
      (Self.graph, "who directed [Film 1]\tx\nand [Film 2]\ty", "movie_to_director", 1),
    ]) func wrong(graph: String, questions: String, types: String, line: Int) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let error = #expect(throws: FusionError.self) { try set(questions: questions, types: types, graph: graph) }
    #expect(error?.description.contains("line \(line):") == true, "\(String(describing: error))")
  }
}
