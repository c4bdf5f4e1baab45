import KnowledgeGraph
import Perception
import Synchronization

/// The graph's names as a tree that the search through speech follows, made again only when the names have changed.
struct SpokenNames: Sendable {
  private struct Kept: Sendable {
    let model: String
    let names: [String]
    let tree: TermTree
  }
  private var kept: [Domain?: Kept] = [:]

  /// Names that are told to the search; longer ones are sentences, not names.
  static let longest = 48
  static let most = 20_000

  func tree(_ domain: Domain?, names: [String], model: String) -> TermTree? {
    guard let found = kept[domain], found.model == model, found.names == names else { return nil }
    return found.tree
  }

  mutating func keep(_ tree: TermTree, _ domain: Domain?, names: [String], model: String) {
    kept[domain] = Kept(model: model, names: names, tree: tree)
  }
}

extension Daemon {
  /// The names of the graph that may be spoken; nil where there are none.
  func spokenTerms(domain: Domain?, _ recognizer: SpeechRecognizer) async throws -> TermTree? {
    let names = try await store.read { try $0.names(domain: domain, longest: SpokenNames.longest, limit: SpokenNames.most) }
    if names.isEmpty { return nil }
    if let tree = spokenNames.withLock({ $0.tree(domain, names: names, model: recognizer.name) }) { return tree }
    let tree = recognizer.terms(names)
    spokenNames.withLock { $0.keep(tree, domain, names: names, model: recognizer.name) }
    return tree
  }
}
