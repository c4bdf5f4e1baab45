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
        try reader.triples(subject: entity, predicate: id, limit: 1).isEmpty
      else { return [] }
      let ways = try [(QueryDirection.object, predicate)] + Self.inverses(of: id, reader).map { (.subject, $0) }
      for loaded in all {
        guard let anchor = loaded.entity(term) else { continue }
        for (direction, way) in ways {
          guard let iri = way.iri, let number = loaded.graph.triples.relations.number(of: iri) else { continue }
          return try loaded.predictor.predict(direction, anchor: anchor, relation: number, limit: limit, support: 0)
            .filter { $0.probability >= Self.least }
            .map { link in
              let other = loaded.term(direction == .object ? link.triple.object : link.triple.subject)
              return ForetoldLink(
                subject: try Self.words(term, reader), predicate: try Self.words(predicate, reader), object: try Self.words(other, reader),
                probability: link.probability)
            }
        }
      }
      return []
    }
  }

  /// The relations that say the same the other way round: where a graph states only those, they are what was learnt.
  private static func inverses(of relation: EntityID, _ reader: StoreReader) throws -> [Term] {
    guard let inverseOf = try reader.id(of: .iri(Vocabulary.OWL.inverseOf)) else { return [] }
    return try reader.triples(subject: relation, predicate: inverseOf, limit: 4).map(\.triple.object)
      + reader.triples(predicate: inverseOf, object: relation, limit: 4).map(\.triple.subject)
  }

  private static func words(_ term: Term, _ reader: StoreReader) throws -> String {
    try reader.id(of: term).flatMap { try reader.name(of: $0) } ?? term.iri ?? term.description
  }
}
