import Answering
import Foundation
import Fusion
import Kernels
import KnowledgeGraph
import Perception
import Training

/// The linker of misspelt words that ships: taught on the graphs of a store, judged on things, words and wordings that it never saw beside what exact
/// names link and a rule without weights, then written.
enum LinkerCase {
  private static let training = 6000, judged = 3000, epochs = 4

  static func measure(_ arguments: BenchArguments) async throws {
    guard let path = arguments.data else { throw BenchArguments.Fault(description: "name a store with the shipped graphs in it with --data") }
    let encoder = try TextEncoder(folder: arguments.model ?? BenchArguments.modelFolder + "/all-MiniLM-L6-v2", compute: arguments.compute)
    let wordings = try RelationWordings(path: "Graphs/wordings.jsonl"), everyday = try Self.words()
    let store = try await GraphStore(path: path, create: false)
    let labels = try await store.labelIndex(), texts = EncodedTexts(encoder)
    // Another ending makes the same word: "analysts" is no misspelt "analysis", but "amounts" means "amount".
    let words = everyday.filter { word in
      labels.nearMatches(in: word).allSatisfy { near in
        let shared = zip(near.written, near.meant).prefix { $0 == $1 }.count
        return shared < min(near.written.count, near.meant.count) - 1
      }
    }
    let (taught, asked) = try await store.read { reader -> ([LinkQuestions.Made], [LinkQuestions.Made]) in
      let maker = try LinkQuestions(FusionGraph(reader, wordings: wordings), wordings: wordings, words: words)
      func made(_ heldOut: Bool, _ count: Int, _ seed: UInt64) throws -> [LinkQuestions.Made] {
        try maker.make(heldOut: heldOut, count: count, seed: seed, labels: labels, reader: reader, encoder: encoder)
      }
      return (try made(false, training, 0), try made(true, judged, 1))
    }
    let lessons = try LinkQuestions.questions(taught, texts: texts), tests = try LinkQuestions.questions(asked, texts: texts)
    // What is linked today: names as they stand.
    let plain = try await store.read { reader in
      try asked.map { question in
        try QuestionReader(labels: labels).read(Question(text: question.text), resolved: question.text, store: reader, vector: nil).entities.map(\.id)
      }
    }
    await store.close()
    for sort in LinkQuestions.Sort.allCases {
      try line("\(sort), judged (\(asked.count { $0.sort == sort && !$0.candidates.isEmpty }) with a candidate)", Double(asked.count { $0.sort == sort }), "questions", arguments)
    }
    try tell("names as they stand", asked, plain, arguments)
    try tell("the only near name", asked, asked.map { Set($0.candidates.map(\.near.text)).count == 1 ? $0.candidates.map(\.entity) : [] }, arguments)
    for seed in 0..<UInt64(arguments.runs) {
      let linker = FusionLinker(dimension: encoder.dimension, encoder: encoder.name, seed: seed, compute: arguments.compute)
      let objective = LinkObjective(linker, questions: lessons)
      try TrainingLoop(objective, plan: objective.plan(epochs: epochs, seed: seed), compute: arguments.compute).run()
      var said: [[Double]] = []
      let spent = seconds { said = tests.map(linker.probabilities) }
      for least in [0.5, 0.7, 0.9, 0.95] {
        let linked = zip(asked, said).map { question, said in
          zip(question.candidates, said).max { $0.1 < $1.1 }.flatMap { $0.1 >= least ? [$0.0.entity] : nil } ?? []
        }
        try tell("seed \(seed), at \(least)", asked, linked, arguments)
      }
      try line("seed \(seed): of a question", 1000 * spent / Double(max(1, asked.count)), "ms", arguments)
      if seed == 0 { try linker.write(to: ReaderCase.folder + "/" + FusionLinker.shippedName) }
    }
  }

  /// How many misspelt things are found, and how many questions that mean none of the graph get one.
  private static func tell(_ way: String, _ asked: [LinkQuestions.Made], _ linked: [[EntityID]], _ arguments: BenchArguments) throws {
    for sort in LinkQuestions.Sort.allCases {
      let of = zip(asked, linked).filter { $0.0.sort == sort }, all = Double(max(1, of.count))
      if sort == .misspelt {
        try line("\(way): misspelt, linked rightly", Double(of.count { question, linked in question.meant.map(linked.contains) == true }) / all, "share", arguments)
      }
      let wrong = of.count { question, linked in !linked.isEmpty && question.meant.map(linked.contains) != true }
      try line("\(way): \(sort), linked wrongly", Double(wrong) / all, "share", arguments)
    }
  }

  /// The words of the shipped documents.
  private static func words() throws -> [String] {
    let paths = FileManager.default.enumerator(atPath: "Graphs")?.compactMap { $0 as? String }.filter { $0.contains("/documents/") } ?? []
    let texts = try paths.sorted().map { try String(contentsOfFile: "Graphs/\($0)", encoding: .utf8).lowercased() }
    return Set(texts.flatMap { $0.split { !$0.isASCII || !$0.isLetter }.map(String.init) }).sorted()
  }

  private static func line(_ what: String, _ value: Double, _ unit: String, _ arguments: BenchArguments) throws {
    try BenchLine(
      case: "linker", what: what, value: rounded(value), unit: unit, threads: arguments.compute.pool.threadCount, isa: "-", model: "all-MiniLM-L6-v2",
      runs: arguments.runs
    ).print()
  }
}
