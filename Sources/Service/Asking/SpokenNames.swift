import KnowledgeGraph
import Perception
import Synchronization

/// The graph's names as a tree that the search through speech follows, made again only when the graph has changed.
struct SpokenNames: Sendable {
  struct Kept: Sendable {
    let generation: Int
    let candidates: NameCandidates
    /// The model whose tokens the tree is made of; nil where there are no names.
    let model: String
    let tree: TermTree?
  }
  private var kept: [Domain?: Kept] = [:]

  /// Names that are told to the search; longer ones are sentences, not names.
  static let longest = 48
  static let most = 20_000

  subscript(domain: Domain?) -> Kept? {
    get { kept[domain] }
    set { kept[domain] = newValue }
  }
}

extension Daemon {
  /// The names of the graph that may be spoken; nil where there are none.
  func spokenTerms(domain: Domain?, _ recognizer: SpeechRecognizer) async throws -> TermTree? { try await names(domain, recognizer).tree }

  /// The same for what was heard to be compared with.
  func spokenCandidates(domain: Domain?, _ recognizer: SpeechRecognizer) async throws -> NameCandidates { try await names(domain, recognizer).candidates }

  private func names(_ domain: Domain?, _ recognizer: SpeechRecognizer) async throws -> SpokenNames.Kept {
    // The generation is taken before the names: one that grows meanwhile makes them anew next time.
    let generation = store.tripleGeneration
    if let kept = spokenNames.withLock({ $0[domain] }), kept.generation == generation, kept.model == recognizer.name { return kept }
    let names = try await store.read { try $0.names(domain: domain, longest: SpokenNames.longest, limit: SpokenNames.most) }
    let made = SpokenNames.Kept(
      generation: generation, candidates: NameCandidates(names), model: recognizer.name, tree: names.isEmpty ? nil : recognizer.terms(names))
    spokenNames.withLock { $0[domain] = made }
    return made
  }
}
