import Foundation
import GraphEmbedding
import Kernels
import KnowledgeGraph

/// The embeddings that lie beside the store, in memory for as long as their file and the graph stay as they are.
actor EmbeddingShelf {
  /// What must be the same for what is kept to hold.
  private struct Stamp: Equatable {
    let modified: Date
    let bytes: Int
    let generation: Int
  }

  private let store: GraphStore
  private let compute: Compute
  private var kept: [String: (stamp: Stamp, loaded: LoadedEmbeddings)] = [:]

  init(store: GraphStore, compute: Compute) {
    self.store = store
    self.compute = compute
  }

  /// The embeddings of a domain, or of all; nil where none are trained.
  ///
  /// - Complexity: after a change of the graph or the file all triples once, else nothing.
  func loaded(_ domain: Domain?) async throws -> LoadedEmbeddings? {
    let path = EmbeddingFile.path(ofStore: store.path, part: domain?.rawValue)
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else {
      kept[path] = nil
      return nil
    }
    let stamp = Stamp(
      modified: attributes[.modificationDate] as? Date ?? .distantPast, bytes: attributes[.size] as? Int ?? 0, generation: store.tripleGeneration)
    if let kept = kept[path], kept.stamp == stamp { return kept.loaded }
    let compute = compute
    let loaded = try await store.read { reader in
      let embeddings = try EmbeddingFile.read(path)
      return try LoadedEmbeddings(embeddings, graph: StoredGraph(reader, embeddings.record.selection), compute: compute)
    }
    kept[path] = (stamp, loaded)
    return loaded
  }

  /// All that are trained, those of the whole graph first.
  func all() async throws -> [LoadedEmbeddings] {
    var found: [LoadedEmbeddings] = []
    for domain in [nil] + Domain.allCases.map(Optional.some) { if let loaded = try await loaded(domain) { found.append(loaded) } }
    return found
  }
}
