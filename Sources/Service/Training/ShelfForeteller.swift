import Answering
import GraphEmbedding
import KnowledgeGraph
import RDF

/// Foretells links for answering from the embeddings beside the store.
struct ShelfForeteller: LinkForetelling {
  let store: GraphStore
  let shelf: EmbeddingShelf
  /// Below this probability a link is not worth a person's time.
  private static let least = 0.1

  func links(from entity: EntityID, relation: String, limit: Int) async throws -> [ForetoldLink] {
    let all = try await shelf.all()
    guard !all.isEmpty else { return [] }
    return try await store.read { reader in
      let predicate = Term.iri(Vocabulary.KG.namespace + relation)
      guard let term = try reader.term(entity), let id = try reader.id(of: predicate),
        try reader.triples(subject: entity, predicate: id, limit: 1).isEmpty,
        let loaded = all.first(where: { $0.entity(term) != nil && $0.graph.triples.relations.number(of: predicate.iri ?? "") != nil }),
        let anchor = loaded.entity(term), let number = loaded.graph.triples.relations.number(of: predicate.iri ?? "")
      else { return [] }
      func words(_ term: Term) throws -> String { try reader.id(of: term).flatMap { try reader.name(of: $0) } ?? term.iri ?? "" }
      return try loaded.predictor.predict(.object, anchor: anchor, relation: number, limit: limit, support: 0)
        .filter { $0.probability >= Self.least }
        .map { link in
          ForetoldLink(
            subject: try words(term), predicate: try words(predicate), object: try words(loaded.term(link.triple.object)), probability: link.probability)
        }
    }
  }
}
