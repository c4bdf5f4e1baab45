import GraphEmbedding
import KnowledgeGraph
import RDF
import SPARQL

/// Answers `kg:predicted` from the embeddings beside the store. Without a named relation it looks at those that the thing has already.
struct StorePredictor: LinkPredicting {
  private let all: [LoadedEmbeddings]

  init(_ all: [LoadedEmbeddings]) { self.all = all }

  func links(
    subject: EntityID?, relation: EntityID?, object: EntityID?, limit: Int, in reader: StoreReader
  ) throws -> [SPARQL.LinkPrediction] {
    guard let given = subject ?? object, let term = try reader.term(given),
      let loaded = all.first(where: { $0.entity(term) != nil }), let anchor = loaded.entity(term)
    else { return [] }
    let direction = subject == nil ? QueryDirection.subject : .object
    var wanted: Int32?
    if subject != nil, let object {
      guard let known = try reader.term(object).flatMap({ loaded.entity($0) }) else { return [] }
      wanted = known
    }
    var relations = loaded.relations(of: anchor, asked: direction)
    if let relation {
      guard let iri = try reader.term(relation)?.iri, let number = loaded.graph.triples.relations.number(of: iri) else { return [] }
      relations = [number]
    }
    var found: [PredictedLink] = []
    for relation in relations {
      try reader.checkCancellation()
      let links = try loaded.predictor.predict(direction, anchor: anchor, relation: relation, limit: wanted == nil ? limit : .max, support: 0)
      found += links.filter { wanted == nil || $0.triple.object == wanted }
    }
    found.sort { $0.probability > $1.probability }
    return try found.prefix(limit).compactMap { link in
      guard let relation = try reader.id(of: loaded.term(relation: link.triple.relation)),
        let other = try reader.id(of: loaded.term(direction == .object ? link.triple.object : link.triple.subject))
      else { return nil }
      let (from, to) = direction == .object ? (given, other) : (other, given)
      return SPARQL.LinkPrediction(subject: from.rawValue, relation: relation.rawValue, object: to.rawValue, probability: link.probability)
    }
  }
}
