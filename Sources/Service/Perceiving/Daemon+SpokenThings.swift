import Fusion
import KnowledgeGraph
import Perception
import RDF
import Synchronization

extension Daemon {
  /// A spoken question's words with the name in them of the thing that the fusion Transformer takes to be meant, or without a change where it takes
  /// none; nil where weights for that are missing.
  func withLinkedName(_ text: String, _ samples: [Float], _ recognizer: SpeechRecognizer, domain: Domain?) async throws -> String? {
    guard spokenLinker.withLock({ $0 != nil }), let encoder = models.encoder.model, let reader = questionReader.reader else { return nil }
    let names = try await spokenCandidates(domain: domain, recognizer), terms = try await spokenTerms(domain: domain, recognizer)
    guard let window = recognizer.window(of: samples) else { throw CancellationError() }
    let heard = HeardQuestion(window, names: names, terms: terms)
    guard let states = try encoder.states([heard.text]).first else { return text }
    let (things, named) = try await store.read { try Self.things(heard, $0) }
    let reading = reader.read(words: states, things: []), list = SpokenList(heard, things: things, named: named, reading: reading)
    let chances = spokenLinker.withLock { $0?.probabilities(list, compute: compute) ?? [] }
    guard let best = chances.indices.max(by: { chances[$0] < chances[$1] }), let candidate = list.entries[best].candidate else { return text }
    return candidate.spelt
  }

  /// What the graph knows of the things that have the candidates' names; classes and relations are none.
  private static func things(_ heard: HeardQuestion, _ reader: StoreReader) throws -> ([Int: SpokenList.Known], [String: [Int]]) {
    var things: [Int: SpokenList.Known] = [:], named: [String: [Int]] = [:], numbers: [EntityID: Int] = [:], relations: [EntityID: String] = [:]
    func relation(_ id: EntityID) throws -> String {
      if let known = relations[id] { return known }
      let iri = try reader.term(id)?.iri ?? "", namespace = Vocabulary.KG.namespace
      relations[id] = iri.hasPrefix(namespace) ? String(iri.dropFirst(namespace.count)) : ""
      return relations[id] ?? ""
    }
    for name in heard.candidates.map(\.name) {
      for id in try reader.entities(named: name).prefix(4) {
        if numbers[id] == nil {
          guard let record = try reader.entity(id), !record.types.contains(where: { $0.iri.hasPrefix(Vocabulary.OWL.namespace) }) else { continue }
          numbers[id] = things.count
          let forward = try reader.neighbours(of: id, limit: 1000).filter(\.isForward).map { try relation($0.predicate) }.filter { !$0.isEmpty }
          things[things.count] = SpokenList.Known(thing: SpokenThing(edges: forward, record: record))
        }
        if let number = numbers[id] { named[name, default: []].append(number) }
      }
    }
    return (things, named)
  }
}

extension SpokenThing {
  /// - Parameter edges: the relation of each edge that starts from it.
  fileprivate init(edges: [String], record: EntityRecord) {
    self.init(label: record.label, names: [record.label] + record.aliases, kind: record.kind, edges: edges)
  }
}

extension SpokenLinker {
  /// The weights that ship; nil where they are not installed.
  static func shipped() -> SpokenLinker? {
    let name = "spoken.weights"
    return ProgramFiles.folder("fusion", holding: name, source: "Daemon/fusion").flatMap { try? SpokenLinker(path: $0 + "/" + name) }
  }
}
