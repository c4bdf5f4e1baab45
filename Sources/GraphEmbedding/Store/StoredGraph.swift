public import KnowledgeGraph
public import RDF

/// The store's graph as training and predicting want it: things and their relations, numbered, with parts held out for validation and test.
///
/// Triples with literals tell nothing about links, and neither do declarations of relations: both are left out.
public struct StoredGraph: Sendable {
  public let triples: TripleSet
  /// What the graph declares about types.
  public let constraints: TypeConstraints
  /// Everything that holds between the numbered things: stated, inferred, or the other way round by a declared inverse. Nothing of it is
  /// a missing link.
  public let known: [NumberedTriple]
  /// Everything that is stated or inferred between the numbered things, each once: what may support a missing link.
  public let held: [NumberedTriple]
  /// By entity, whether it is a thing of its own: neither a node without a name nor a relation nor part of a formula.
  public let isAnswer: [Bool]

  /// What predictions choose from.
  public var candidates: AnswerCandidates { AnswerCandidates(known: known, constraints: constraints, isAnswer: isAnswer) }

  /// Reads the triples between things.
  ///
  /// - Parameters:
  ///   - sparing: the share of stated triples that is kept for validation, and as many for test, taken only where subject, object and relation
  ///     have other triples. Which they are hangs on the triples themselves, so a graph that grew keeps most of them.
  /// - Complexity: all triples once, as records in memory.
  public init(
    _ reader: StoreReader, _ selection: GraphSelection = GraphSelection(), graph: GraphScope = .union, sparing: Double = 0.05
  ) throws {
    let records = try reader.triples(graph: graph, limit: .max)
    let declarations = Declarations(records)
    var belonging: [EntityID: Bool] = [:]
    func belongs(_ id: EntityID) throws -> Bool {
      guard let domain = selection.domain else { return true }
      if let known = belonging[id] { return known }
      let found = try reader.entity(id)?.domain == domain
      belonging[id] = found
      return found
    }
    var entities = Numbering(), relations = Numbering(), isAnswer: [Bool] = []
    var stated: [NumberedTriple] = [], inferred: [NumberedTriple] = [], untrained: [TripleRecord] = []
    for record in records {
      if case .literal = record.triple.object { continue }
      if case .triple = record.triple.object { continue }
      guard let predicate = record.triple.predicate.iri, !Self.isDeclaring(predicate), !declarations.relations.contains(record.subject),
        try belongs(record.subject) || belongs(record.object)
      else { continue }
      if record.inferred && !selection.takesInferred {
        untrained.append(record)
        continue
      }
      let triple = NumberedTriple(
        entities.number(adding: Self.name(of: record.triple.subject)), relations.number(adding: predicate),
        entities.number(adding: Self.name(of: record.triple.object)))
      for (part, term, id) in [(triple.subject, record.triple.subject, record.subject), (triple.object, record.triple.object, record.object)]
      where Int(part) == isAnswer.count {
        isAnswer.append(term.iri != nil && !declarations.relations.contains(id) && !declarations.parts.contains(id))
      }
      if record.inferred { inferred.append(triple) } else { stated.append(triple) }
    }
    self.isAnswer = isAnswer
    triples = try Self.split(stated, inferred, entities: entities, relations: relations, sparing: sparing)
    let held = stated + inferred + untrained.compactMap { Self.numbered($0, entities, relations) }
    self.held = held
    var known = held
    for triple in held {
      for inverse in declarations.inverses[relations.names[Int(triple.relation)]] ?? [] {
        if let inverse = relations.number(of: inverse) { known.append(NumberedTriple(triple.object, inverse, triple.subject)) }
      }
    }
    self.known = known
    constraints = declarations.constraints(records, entities: entities, relations: relations)
  }

  /// How a term is named among the embeddings: an IRI as it is, a blank node with its `_:`.
  public static func name(of term: Term) -> String { term.iri ?? term.description }

  private static func numbered(_ record: TripleRecord, _ entities: Numbering, _ relations: Numbering) -> NumberedTriple? {
    guard let subject = entities.number(of: name(of: record.triple.subject)), let object = entities.number(of: name(of: record.triple.object)),
      let relation = relations.number(of: name(of: record.triple.predicate))
    else { return nil }
    return NumberedTriple(subject, relation, object)
  }

  /// Statements about relations rather than about things.
  private static func isDeclaring(_ predicate: String) -> Bool {
    [Vocabulary.RDFS.domain, Vocabulary.RDFS.range, Vocabulary.RDFS.subPropertyOf, Vocabulary.OWL.inverseOf].contains(predicate)
  }

  /// Holds stated triples out. Of what rules inferred, nothing about two things that a held-out triple is about is trained on: it may follow
  /// from that very triple.
  private static func split(
    _ stated: [NumberedTriple], _ inferred: [NumberedTriple], entities: Numbering, relations: Numbering, sparing: Double
  ) throws(GraphEmbeddingError) -> TripleSet {
    var degrees = [Int](repeating: 0, count: entities.count), uses = [Int](repeating: 0, count: relations.count)
    for triple in stated {
      degrees[Int(triple.subject)] += 1
      degrees[Int(triple.object)] += 1
      uses[Int(triple.relation)] += 1
    }
    let hashes = stated.map { triple in
      GraphFingerprint.hash(
        entities.names[Int(triple.subject)], relations.names[Int(triple.relation)], entities.names[Int(triple.object)])
    }
    let wanted = Int(Double(stated.count) * sparing)
    var train: [NumberedTriple] = [], parts: [[NumberedTriple]] = [[], []], pairs = Set<Int64>()
    func pair(_ triple: NumberedTriple) -> Int64 { Int64(min(triple.subject, triple.object)) << 32 | Int64(max(triple.subject, triple.object)) }
    for index in stated.indices.sorted(by: { (hashes[$0], $0) < (hashes[$1], $1) }) {
      let triple = stated[index], part = hashes[index] & 1 == 0 ? 0 : 1
      let (s, p, o) = (Int(triple.subject), Int(triple.relation), Int(triple.object))
      if parts[part].count < wanted, s != o, degrees[s] > 1, degrees[o] > 1, uses[p] > 1 {
        degrees[s] -= 1
        degrees[o] -= 1
        uses[p] -= 1
        pairs.insert(pair(triple))
        parts[part].append(triple)
      } else {
        train.append(triple)
      }
    }
    train += inferred.filter { !pairs.contains(pair($0)) }
    return try TripleSet(entities: entities, relations: relations, train: train, validation: parts[0], test: parts[1], unseen: .kept)
  }
}
