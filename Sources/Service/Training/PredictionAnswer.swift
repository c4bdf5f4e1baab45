import GraphEmbedding
import KnowledgeGraph
import RDF
import Wire

/// Missing links told in the graph's words, each with the statements that speak for it.
struct PredictionAnswer {
  private let reader: StoreReader
  private let loaded: LoadedEmbeddings
  private let names: GraphNames

  init(_ reader: StoreReader, _ loaded: LoadedEmbeddings) {
    self.reader = reader
    self.loaded = loaded
    names = GraphNames(reader: reader)
  }

  func predict(
    _ direction: QueryDirection, entity name: String, relation relationName: String, limit: Int, support: Int
  ) throws -> PredictionShape {
    let id = try names.entity(name)
    let relation = try relation(relationName)
    guard let term = try reader.term(id), let anchor = loaded.entity(term) else {
      let domain = loaded.embeddings.record.selection.domain.map { " of \($0.rawValue)" } ?? ""
      throw RequestError(
        404, "not_found", "no link of \(try reader.label(of: id) ?? String(name.prefix(200))) is among the embeddings\(domain): state what it is related to first")
    }
    let links = try loaded.predictor.predict(direction, anchor: anchor, relation: relation, limit: limit, support: support)
    return PredictionShape(
      entity: try words(term), relation: try words(loaded.term(relation: relation)), direction: direction == .object ? "object" : "subject",
      predictions: try links.map { link in
        let term = loaded.term(direction == .object ? link.triple.object : link.triple.subject)
        return PredictionShape.Link(
          label: try words(term), iri: term.iri ?? term.description, probability: link.probability, because: try link.support.compactMap(fact))
      },
      reliability: ReliabilityShape(loaded.embeddings.calibration), current: loaded.isCurrent)
  }

  /// A relation by IRI, prefixed name, label or the last part of its IRI.
  private func relation(_ name: String) throws -> Int32 {
    let relations = loaded.graph.triples.relations
    let bare = name.hasPrefix("<") && name.hasSuffix(">") ? String(name.dropFirst().dropLast()) : name
    for iri in [bare, PrefixMap.common.expand(bare)].compactMap(\.self) { if let found = relations.number(of: iri) { return found } }
    for id in try reader.entities(named: name) {
      if let iri = try reader.term(id)?.iri, let found = relations.number(of: iri) { return found }
    }
    let ends = relations.names.filter { $0.split { $0 == "/" || $0 == "#" || $0 == ":" }.last?.lowercased() == bare.lowercased() }
    if ends.count == 1, let found = relations.number(of: ends[0]) { return found }
    let known = try relations.names.prefix(60).map { try words(.iri($0)) }.joined(separator: ", ")
    throw RequestError(404, "not_found", "the embeddings have no relation \(name.prefix(200)); they have: \(known)", parameter: "relation")
  }

  private func fact(_ triple: NumberedTriple) throws -> FactShape? {
    let (subject, predicate, object) = (loaded.term(triple.subject), loaded.term(relation: triple.relation), loaded.term(triple.object))
    // Removed since the embeddings were looked at: then it supports nothing.
    guard let record = try reader.triples(matching: subject, predicate, object, limit: 1).first else { return nil }
    return FactShape(
      subject: try words(subject), predicate: try words(predicate), object: try words(object), triple: record.id.rawValue,
      inferred: record.inferred, score: record.confidence)
  }

  private func words(_ term: Term) throws -> String {
    if let id = try reader.id(of: term), let label = try reader.label(of: id) { return label }
    guard let iri = term.iri else { return term.description }
    return iri == Vocabulary.RDF.type ? "is of the class" : iri
  }
}
