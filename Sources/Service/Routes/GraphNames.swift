import KnowledgeGraph
import RDF
import Wire

/// Names that callers use for entities and terms, and the words for what is found.
struct GraphNames {
  let reader: StoreReader

  /// By number, IRI (with or without angle brackets), label or alias.
  func entity(_ name: String) throws -> EntityID {
    if let number = Int64(name), try reader.entity(EntityID(rawValue: number)) != nil { return EntityID(rawValue: number) }
    let bare = name.hasPrefix("<") && name.hasSuffix(">") ? String(name.dropFirst().dropLast()) : name
    if let id = try reader.entity(iri: bare) { return id }
    let found = try reader.entities(named: name)
    guard let first = found.first else { throw RequestError.notFound("entity \(name.prefix(200))") }
    return first
  }

  /// As ``entity(_:)``, or a literal in N-Triples' writing.
  func term(_ name: String, parameter: String) throws -> EntityID {
    guard name.hasPrefix("\"") else { return try entity(name) }
    var literal: Term?
    do {
      try RDFReader.read(Array("<urn:s> <urn:p> \(name) .".utf8), format: .ntriples) { triple, _ in literal = triple.object }
    } catch {
      throw RequestError(400, "term", "\(parameter) is not a literal in N-Triples' writing", parameter: parameter)
    }
    guard let literal, let id = try reader.id(of: literal) else {
      throw RequestError.notFound("term \(name.prefix(200))")
    }
    return id
  }

  /// An edge in words, in the direction in which the graph states it.
  func fact(from entity: EntityID, _ edge: Neighbour) throws -> FactShape? {
    guard let record = try reader.triple(edge.triple) else { return nil }
    return FactShape(
      subject: try words(record.subject, record.triple.subject), predicate: try relation(record.predicate),
      object: try words(record.object, record.triple.object), triple: record.id.rawValue, inferred: record.inferred,
      score: record.confidence)
  }

  /// A statement in words.
  func sentence(_ record: TripleRecord) throws -> String {
    let predicate = record.triple.predicate == .iri(Vocabulary.RDF.type) ? "is of the class" : try relation(record.predicate)
    return "\(try words(record.subject, record.triple.subject)) \(predicate) \(try words(record.object, record.triple.object))"
  }

  /// Also of a relation whose vocabulary is not in the store.
  private func relation(_ id: EntityID) throws -> String { try reader.name(of: id) ?? "\(id)" }

  private func words(_ id: EntityID, _ term: Term) throws -> String {
    switch term {
    case .literal(let literal): return literal.lexical
    case .iri(let iri): return try reader.label(of: id) ?? iri
    case .blank: return try reader.label(of: id) ?? "_:\(id)"
    case .triple: return term.description
    }
  }

  /// A graph's name: an IRI, with or without angle brackets, or a prefixed name.
  static func graphName(_ name: String) throws(RequestError) -> Term {
    let bare = name.hasPrefix("<") && name.hasSuffix(">") ? String(name.dropFirst().dropLast()) : name
    let iri = PrefixMap.common.expand(bare) ?? bare
    guard case .iri(let read)? = try? RDFReader.term("<\(iri)>"), read == iri else {
      throw RequestError(400, "graph", "a graph is named by an absolute IRI, not \(name.prefix(200))", parameter: "graph")
    }
    return .iri(iri)
  }

  /// The graphs that a query names: `default`, `named`, or one by its name; all when nothing is said.
  func scope(_ name: String?) throws -> GraphScope {
    switch name {
    case nil: return .everywhere
    case "default": return .defaultGraph
    case "named": return .named
    case let name?:
      let term = name.hasPrefix("_:") ? Term.blank(String(name.dropFirst(2))) : try Self.graphName(name)
      guard let id = try reader.id(of: term) else { throw RequestError.notFound("graph \(name.prefix(200))") }
      return .graph(id)
    }
  }

  func contradiction(_ found: Contradiction) throws -> ContradictionShape {
    func words(_ id: EntityID) throws -> String { try reader.term(id).map { try self.words(id, $0) } ?? "\(id)" }
    return ContradictionShape(
      entity: try words(found.entity), predicate: try relation(found.predicate), inverse: found.isInverse,
      facts: try found.triples.compactMap { id in
        guard let record = try reader.triple(id) else { return nil }
        return FactShape(
          subject: try words(record.subject), predicate: try relation(record.predicate), object: try words(record.object), triple: id.rawValue,
          inferred: record.inferred, score: record.confidence)
      })
  }

  static func text(_ source: TripleSource) -> String {
    switch source {
    case .document(_, let name, let start, let end): "\(name), bytes \(start) to \(end)"
    case .file(let name, _, let line): "\(name), line \(line)"
    case .rule(let name): "rule \(name)"
    case .person(let uid): "user \(uid)"
    }
  }
}
