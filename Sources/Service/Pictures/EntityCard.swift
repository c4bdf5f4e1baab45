import KnowledgeGraph
import RDF
import Wire

/// Everything that is known of an entity, grouped by relation, with who says so and why.
struct EntityCard {
  private static let mostDerivationSteps = 6

  private let reader: StoreReader
  private let names: RelationNames
  private let words: GraphNames

  init(_ reader: StoreReader) throws {
    self.reader = reader
    names = try RelationNames(reader)
    words = GraphNames(reader: reader)
  }

  /// - Parameter limit: the most relations that are told.
  func relations(of entity: EntityID, limit: Int) throws -> [RelationShape] {
    var groups: [RelationShape] = []
    for relation in try ReadRelation.all(of: entity, reader, names).prefix(limit) {
      let other = try reader.entity(relation.far)
      let item = try item(relation.triple, label: other?.label ?? "?", iri: other?.iri)
      try add(item, to: &groups, relation: names.label(relation.predicate), isInward: !relation.isForward)
    }
    for record in try reader.triples(subject: entity, limit: limit) {
      guard case .literal(let literal) = record.triple.object, let predicate = record.triple.predicate.iri, !Self.silent.contains(predicate) else { continue }
      try add(try item(record.id, label: literal.lexical, iri: nil), to: &groups, relation: names.label(record.predicate), isInward: false)
    }
    return groups
  }

  /// Told at the head of the card.
  private static let silent: Set<String> = [
    Vocabulary.RDFS.label, Vocabulary.SKOS.prefLabel, Vocabulary.SKOS.altLabel, Vocabulary.SKOS.definition,
  ]

  private func add(_ item: RelationShape.Item, to groups: inout [RelationShape], relation: String, isInward: Bool) throws {
    if let place = groups.firstIndex(where: { $0.relation == relation && $0.isInward == isInward }) {
      groups[place].items.append(item)
    } else {
      groups.append(RelationShape(relation: relation, isInward: isInward, items: [item]))
    }
  }

  private func item(_ triple: TripleID, label: String, iri: String?) throws -> RelationShape.Item {
    let record = try reader.triple(triple)
    let isInferred = record?.inferred ?? false
    return RelationShape.Item(
      label: label, iri: iri, triple: triple.rawValue, inferred: isInferred, confidence: record?.confidence ?? 0,
      sources: try isInferred ? [] : sources(of: triple), because: try isInferred ? because(triple, steps: Self.mostDerivationSteps) : nil)
  }

  /// Why a statement follows, down to what is stated; deeper chains end with a premise that tells no reason.
  private func because(_ triple: TripleID, steps: Int) throws -> DerivationShape? {
    guard steps > 0, let derivation = try reader.derivation(of: triple) else { return nil }
    let premises = try derivation.premises.compactMap { premise -> DerivationShape.Premise? in
      guard let record = try reader.triple(premise) else { return nil }
      return DerivationShape.Premise(
        statement: try words.sentence(record), triple: premise.rawValue, sources: try record.inferred ? [] : sources(of: premise),
        because: try record.inferred ? because(premise, steps: steps - 1) : nil)
    }
    return DerivationShape(rule: derivation.rule, says: try sentence(of: derivation.rule), premises: premises)
  }

  /// A rule of the graph is told by its comment.
  private func sentence(of rule: String) throws -> String? {
    guard let id = try reader.entity(iri: rule), let comment = try reader.id(of: .iri(Vocabulary.RDFS.comment)) else { return nil }
    return try reader.triples(subject: id, predicate: comment, limit: 1).first?.triple.object.literal?.lexical
  }

  private func sources(of triple: TripleID) throws -> [String] { try reader.sources(of: triple).prefix(5).map(GraphNames.text) }
}
