internal import KnowledgeGraph
internal import RDF

/// The properties by which a graph speaks about its own properties and classes.
struct SchemaTerms {
  private static let properties: Set<String> = [
    Vocabulary.RDFS.subClassOf, Vocabulary.RDFS.subPropertyOf, Vocabulary.RDFS.domain, Vocabulary.RDFS.range, Vocabulary.OWL.inverseOf,
    Vocabulary.OWL.sameAs,
  ]
  private static let silent: Set<String> = [Vocabulary.RDFS.subClassOf, Vocabulary.RDFS.subPropertyOf, Vocabulary.OWL.sameAs]

  private var type: EntityID?
  private var predicates: Set<EntityID> = []
  private var reflexiveIsSilent: Set<EntityID> = []

  mutating func look(in reader: StoreReader) throws {
    type = try reader.id(of: .iri(Vocabulary.RDF.type))
    for iri in Self.properties {
      guard let id = try reader.id(of: .iri(iri)) else { continue }
      predicates.insert(id)
      if Self.silent.contains(iri) { reflexiveIsSilent.insert(id) }
    }
  }

  /// Whether answers to this pattern may be kept between uses.
  func covers(_ pattern: TriplePattern) -> Bool {
    guard case .constant(.iri(let predicate)) = pattern.predicate else { return false }
    if Self.properties.contains(predicate) { return true }
    guard predicate == Vocabulary.RDF.type, case .constant(.iri(let object)) = pattern.object else { return false }
    return object.hasPrefix(Vocabulary.OWL.namespace)
  }

  /// Whether a new triple with this predicate may change such answers.
  func mayChange(by predicate: EntityID) -> Bool { predicate == type || predicates.contains(predicate) }

  /// Whether it tells nothing that a thing stands in this relation to itself.
  func saysNothing(_ predicate: EntityID) -> Bool { reflexiveIsSilent.contains(predicate) }
}
