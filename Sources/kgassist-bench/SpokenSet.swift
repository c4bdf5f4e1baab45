import Foundation
import Fusion
import GraphEmbedding
import Kernels
import KnowledgeGraph
import Media
import Models
import Perception
import RDF
import Training

/// The recordings of `Tests/Reference/speak_questions.py`, heard, with what the graph knows of the things that they may name.
///
/// What was heard and the readers of questions are kept in the folder.
struct SpokenSet {
  private struct Made: Decodable {
    struct Question: Decodable {
      var file, text, name, thing, relation, split: String
      var wording: Int
    }
    var questions: [Question]
  }

  /// What is kept of a recording.
  private struct Kept: Codable {
    var heard: HeardQuestion
    /// What asking makes of the recording without the Transformer.
    var today: String?
  }

  /// One question with its candidates.
  struct Asked {
    let list: SpokenList
    let isHeldOut: Bool
    /// The things that the plainer ways take.
    var exact, fuzzy, fuzzyInKind, rescored, rescoredInKind, today: Int?
    fileprivate let right: Set<Int>

    var isAmong: Bool { list.right.map { $0 < list.entries.count - 1 } ?? false }
    func means(_ thing: Int?) -> Bool { thing.map(right.contains) ?? false }
  }

  private(set) var lists: [Asked] = []
  /// Elements of the text encoder's states, of a graph embedding, of the speech encoder's states.
  private(set) var words = 0, graph = 0, sound = 0

  init(_ arguments: BenchArguments) async throws {
    guard let folder = arguments.data, let path = arguments.store else {
      throw BenchArguments.Fault(
        description: "needs --data FOLDER, as Tests/Reference/speak_questions.py FOLDER makes it, and --store FILE with the shipped graphs in it")
    }
    let made = try JSONDecoder().decode(Made.self, from: Data(contentsOf: URL(filePath: folder + "/spoken.json")))
    let encoder = try TextEncoder(folder: BenchArguments.modelFolder + "/all-MiniLM-L6-v2", compute: arguments.compute)
    let wordings = try RelationWordings(path: "Graphs/wordings.jsonl"), store = try await GraphStore(path: path, create: false)
    let (graph, numbers, every) = try await store.read { reader in
      let graph = try FusionGraph(reader, wordings: wordings)
      let byID = Dictionary(uniqueKeysWithValues: graph.entities.enumerated().map { ($1.id, $0) })
      var numbers: [String: Int] = [:]
      for question in made.questions {
        if let number = try reader.id(of: .iri(question.thing)).flatMap({ byID[$0] }) { numbers[question.thing] = number }
      }
      return (graph, numbers, try reader.names(domain: nil, longest: 48, limit: 20_000))
    }
    guard Set(made.questions.map(\.thing)).allSatisfy({ numbers[$0] != nil }) else {
      throw BenchArguments.Fault(description: "\(path) has not all things that are asked about; take the vocabulary and the three graphs in, then kgassist graph infer")
    }
    var edges = [[String]](repeating: [], count: graph.entities.count)
    for edge in graph.edges { edges[Int(edge.subject)].append(graph.relations[Int(edge.relation)]) }
    let things = graph.entities.enumerated().map { number, entity in
      SpokenThing(label: entity.label, names: Array(Set([entity.label] + entity.aliases)).sorted(), kind: entity.kind, edges: edges[number])
    }
    var named: [String: [Int]] = [:], same: [String: Set<Int>] = [:]
    for (number, thing) in things.enumerated() {
      for name in thing.names {
        named[name, default: []].append(number)
        same[name.lowercased(), default: []].insert(number)
      }
    }
    let heard = try await Self.hear(made, folder, names: named.keys.sorted(), every: every, arguments)
    let readers = try Self.readers(graph, wordings, folder, encoder, arguments), embedding = try Self.embed(graph, arguments)
    var kinds: [String: Set<String>] = [:]
    for thing in things { for relation in thing.relations { kinds[relation, default: []].insert(thing.kind) } }
    let texts = EncodedTexts(encoder)
    try texts.prepare(questions: heard.map(\.heard.text), names: things.flatMap { [$0.label, $0.kind] })
    // Of length 1 in the mean, as a label's vector is.
    let rows = things.indices.map { embedding.entities.copy(row: $0) }
    let scale = (Float(things.count) / max(rows.reduce(0) { $0 + VectorMath.dot($1, $1) }, 1e-12)).squareRoot()
    let known = Dictionary(uniqueKeysWithValues: things.enumerated().map { number, thing in
      (number, SpokenList.Known(
        thing: thing, vectors: texts.vector(of: thing.label) + texts.vector(of: thing.kind),
        graph: rows[number].map { $0 * scale }))
    })
    for (question, kept) in zip(made.questions, heard) {
      let isHeldOut = question.split == "test", words = texts.states(of: kept.heard.text)
      // A question is read by a reader that did not train on its wording.
      let reading = (isHeldOut ? readers[2] : readers[question.wording < 3 ? 1 : 0]).read(words: words, things: [])
      let right = (same[question.name.lowercased()] ?? []).union([numbers[question.thing]!])
      let list = SpokenList(kept.heard, things: known, named: named, reading: reading, words: words, right: right)
      var asked = Asked(list: list, isHeldOut: isHeldOut, right: right)
      let asksFor = reading.relations.first.flatMap { kinds[$0.name] } ?? []
      func nearest(_ entries: some Sequence<SpokenList.Entry>) -> [SpokenList.Entry] {
        entries.filter { $0.thing != nil }.sorted { a, b in
          let (x, y) = (a.candidate?.distances.first ?? 1, b.candidate?.distances.first ?? 1)
          return x != y ? x < y : (a.candidate?.name.count ?? 0, a.thing ?? 0) > (b.candidate?.name.count ?? 0, b.thing ?? 0)
        }
      }
      let near = nearest(list.entries), inKind = near.filter { $0.thing.map { asksFor.contains(things[$0].kind) } ?? false }
      func likeliest(_ entries: [SpokenList.Entry]) -> Int? { entries.prefix(16).max { ($0.candidate?.whole ?? 0) < ($1.candidate?.whole ?? 0) }?.thing }
      asked.exact = near.first.flatMap { $0.candidate?.distances.first == 0 ? $0.thing : nil }
      (asked.fuzzy, asked.fuzzyInKind) = (near.first?.thing, (inKind.first ?? near.first)?.thing)
      (asked.rescored, asked.rescoredInKind) = (likeliest(near), likeliest(inKind.isEmpty ? near : inKind))
      asked.today = kept.today.flatMap { text in Self.longest(in: text, named) }
      lists.append(asked)
    }
    (self.words, self.graph, sound) = (encoder.dimension, embedding.entities.columns, heard.first?.heard.sound.first?.count ?? 0)
  }

  /// The thing with the longest name that stands in a text.
  private static func longest(in text: String, _ named: [String: [Int]]) -> Int? {
    let exact = NameCandidates(named.keys.sorted()).nearest(8, to: text).filter { $0.distance == 0 }
    return exact.max { ($0.name.utf8.count, $1.name) < ($1.name.utf8.count, $0.name) }.flatMap { named[$0.name]?.first }
  }

  private static func hear(_ made: Made, _ folder: String, names: [String], every: [String], _ arguments: BenchArguments) async throws -> [Kept] {
    let store = folder + "/heard"
    try FileManager.default.createDirectory(atPath: store, withIntermediateDirectories: true)
    let recognizer = try SpeechRecognizer(folder: arguments.model ?? BenchArguments.modelFolder + "/faster-whisper-tiny.en", compute: arguments.compute)
    let candidates = NameCandidates(names), all = NameCandidates(every), terms = recognizer.terms(every)
    var result: [Kept] = []
    for question in made.questions {
      let place = URL(filePath: "\(store)/\(question.file).json")
      if let data = try? Data(contentsOf: place) {
        result.append(try JSONDecoder().decode(Kept.self, from: data))
        continue
      }
      let samples = try await SoundReader().samples(of: [UInt8](Data(contentsOf: URL(filePath: "\(folder)/\(question.file)"))))
      guard let window = recognizer.window(of: samples) else { throw CancellationError() }
      var kept = Kept(heard: HeardQuestion(window, names: candidates, terms: terms))
      if question.split == "test" { kept.today = Self.today(kept.heard.text, window, all) }
      try JSONEncoder().encode(kept).write(to: place, options: .atomic)
      result.append(kept)
    }
    return result
  }

  /// What asking makes of a question without the Transformer: the nearest names put into what the search with the names heard, judged by the sound.
  private static func today(_ text: String, _ window: HeardWindow, _ all: NameCandidates) -> String {
    let near = all.nearest(16, to: text).filter { $0.distance <= 0.5 }, placed = near.compactMap { HeardWindow.Placed($0, in: text) }
    guard let first = near.first, first.distance > 0 else { return text }
    let chances = window.chances(of: [HeardWindow.Placed(text)] + placed).map(\.whole)
    guard let best = chances.indices.dropFirst().max(by: { chances[$0] < chances[$1] }), chances[best] - chances[0] > -SpeechRecognizer.standardMargin else { return text }
    return placed[best - 1].text
  }

  /// Readers that trained on the first three wordings of each relation, on the next three, and on all of those to train on.
  private static func readers(_ graph: FusionGraph, _ wordings: RelationWordings, _ folder: String, _ encoder: TextEncoder, _ arguments: BenchArguments) throws
    -> [FusionReader]
  {
    let others = try ReadingQuestions.others(path: "Graphs/other-wordings.txt")
    return try [0..<3, 3..<6, 0..<6].enumerated().map { number, range in
      let kept = "\(folder)/heard/reader\(number)"
      if let reader = try? FusionReader(folder: kept, compute: arguments.compute) { return reader }
      let part = try RelationWordings(
        wordings.entries.map { entry in
          let shown = entry.wordings[range.clamped(to: entry.wordings.indices)]
          return RelationWordings.Entry(relation: entry.relation, wordings: Array(shown.dropLast()), heldOut: Array(shown.suffix(1)))
        }, name: "a part of the wordings")
      let training = ReaderTraining(graph, wordings: part, others: others, encoder: encoder), objective = try training.objective(.all)
      try TrainingLoop(objective, plan: training.plan(for: objective), compute: arguments.compute).run()
      let card = FusionReader.Card(
        configuration: objective.model.configuration, relations: graph.relations, encoder: encoder.name, words: [], relationAccuracy: 0, domainAccuracy: 0)
      let reader = FusionReader(objective.model, card: card, compute: arguments.compute)
      try reader.write(to: kept)
      return reader
    }
  }

  /// All edges teach the embedding: the graph is known, which thing was named is not.
  private static func embed(_ graph: FusionGraph, _ arguments: BenchArguments) throws -> EmbeddingModel {
    let split = EdgeSplit(graph, seed: 0, shares: (0, 0.04, 0))
    var entities = Numbering(), relations = Numbering()
    for index in graph.entities.indices { _ = entities.number(adding: "\(index)") }
    for name in graph.relations { _ = relations.number(adding: name) }
    let triples = try TripleSet(entities: entities, relations: relations, train: split.embedding, validation: split.validation, test: [], unseen: .kept)
    var settings = TrainingSettings()
    (settings.rank, settings.epochs) = (64, 40)
    return try TrainingRun(on: triples, settings: settings, compute: arguments.compute).model
  }
}
