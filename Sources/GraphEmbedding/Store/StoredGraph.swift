public import KnowledgeGraph
public import RDF

/// The store's graph as training wants it: things and their relations, numbered, with a part held out for validation.
public struct StoredGraph: Sendable {
  public let triples: TripleSet
  /// What the graph declares about types.
  public let constraints: TypeConstraints

  /// Reads the triples between things; those with literals tell nothing about links.
  ///
  /// - Parameters:
  ///   - inferred: whether triples that rules inferred are trained on like asserted ones.
  ///   - held: the share of triples kept for validation, taken only where subject and object have other triples.
  /// - Complexity: all triples once, as records in memory.
  public init(
    _ reader: StoreReader, inferred: Bool = false, graph: GraphScope = .union, held: Double = 0.05, seed: UInt64 = 0
  ) throws {
    var entities = Numbering(), relations = Numbering()
    var all: [NumberedTriple] = []
    for record in try reader.triples(graph: graph, limit: .max) where inferred || !record.inferred {
      switch record.triple.object {
      case .literal, .triple: continue
      case .iri, .blank: break
      }
      all.append(NumberedTriple(
        entities.number(adding: Self.name(of: record.triple.subject)), relations.number(adding: Self.name(of: record.triple.predicate)),
        entities.number(adding: Self.name(of: record.triple.object))))
    }
    var degrees = [Int](repeating: 0, count: entities.count), uses = [Int](repeating: 0, count: relations.count)
    for triple in all {
      degrees[Int(triple.subject)] += 1
      degrees[Int(triple.object)] += 1
      uses[Int(triple.relation)] += 1
    }
    var random = SeededGenerator(seed: seed)
    var train: [NumberedTriple] = [], validation: [NumberedTriple] = []
    let wanted = Int(Double(all.count) * held)
    for triple in all.shuffled(using: &random) {
      let (s, p, o) = (Int(triple.subject), Int(triple.relation), Int(triple.object))
      if validation.count < wanted, s != o, degrees[s] > 1, degrees[o] > 1, uses[p] > 1 {
        degrees[s] -= 1
        degrees[o] -= 1
        uses[p] -= 1
        validation.append(triple)
      } else {
        train.append(triple)
      }
    }
    triples = try TripleSet(entities: entities, relations: relations, train: train, validation: validation, test: [])
    constraints = Self.constraints(all, entities: entities, relations: relations)
  }

  /// How a term is named among the embeddings: an IRI as it is, a blank node with its `_:`.
  public static func name(of term: Term) -> String { term.iri ?? term.description }

  private static func constraints(_ triples: [NumberedTriple], entities: Numbering, relations: Numbering) -> TypeConstraints {
    func number(_ iri: String) -> Int32? { relations.number(of: iri) }
    let type = number(Vocabulary.RDF.type), narrower = number(Vocabulary.RDFS.subClassOf)
    let domain = number(Vocabulary.RDFS.domain), range = number(Vocabulary.RDFS.range)
    var types: [(entity: Int32, of: Int32)] = [], subclasses: [(narrow: Int32, broad: Int32)] = []
    var domains: [(relation: Int32, of: Int32)] = [], ranges: [(relation: Int32, of: Int32)] = []
    for triple in triples {
      // A declaration speaks of the relation as a thing: the names say which relation that is.
      let declared = relations.number(of: entities.names[Int(triple.subject)])
      if triple.relation == type { types.append((triple.subject, triple.object)) }
      if triple.relation == narrower { subclasses.append((triple.subject, triple.object)) }
      if let declared, triple.relation == domain { domains.append((declared, triple.object)) }
      if let declared, triple.relation == range { ranges.append((declared, triple.object)) }
    }
    return TypeConstraints(types: types, subclasses: subclasses, domains: domains, ranges: ranges)
  }
}
