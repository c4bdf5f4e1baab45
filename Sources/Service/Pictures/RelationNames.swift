import KnowledgeGraph
import RDF

/// What the relations of a store are called in either direction, and which of them say more than others.
final class RelationNames {
  private let reader: StoreReader
  private var labels: [EntityID: String] = [:]
  private var inverses: [EntityID: EntityID?] = [:]
  private var broaderOnes: [EntityID: Set<EntityID>] = [:]
  let type: EntityID?
  private let symmetric: EntityID?
  private let inverseOf: EntityID?
  private let subPropertyOf: EntityID?

  init(_ reader: StoreReader) throws {
    self.reader = reader
    type = try reader.id(of: .iri(Vocabulary.RDF.type))
    symmetric = try reader.id(of: .iri(Vocabulary.OWL.namespace + "SymmetricProperty"))
    inverseOf = try reader.id(of: .iri(Vocabulary.OWL.inverseOf))
    subPropertyOf = try reader.id(of: .iri(Vocabulary.RDFS.subPropertyOf))
  }

  /// A thing's class is told otherwise than by a relation.
  func isType(_ predicate: EntityID) -> Bool { predicate == type }

  func label(_ predicate: EntityID) throws -> String {
    if let known = labels[predicate] { return known }
    let label = try reader.name(of: predicate) ?? "is related to"
    labels[predicate] = label
    return label
  }

  /// The relation that says the same from the other end; the relation itself where it is symmetric.
  func inverse(of predicate: EntityID) throws -> EntityID? {
    if let known = inverses[predicate] { return known }
    var found: EntityID?
    if let type, let symmetric, try !reader.triples(subject: predicate, predicate: type, object: symmetric, limit: 1).isEmpty {
      found = predicate
    } else if let inverseOf {
      found =
        try reader.triples(subject: predicate, predicate: inverseOf, object: nil, limit: 1).first?.object
        ?? reader.triples(subject: nil, predicate: inverseOf, object: predicate, limit: 1).first?.subject
    }
    inverses[predicate] = .some(found)
    return found
  }

  /// The relations that hold wherever this one does, itself left out. Cycles and long chains end.
  func broader(than predicate: EntityID) throws -> Set<EntityID> {
    if let known = broaderOnes[predicate] { return known }
    var found: Set<EntityID> = []
    var frontier = [predicate]
    if let subPropertyOf {
      while !frontier.isEmpty, found.count < 100 {
        let above = try frontier.flatMap { try reader.triples(subject: $0, predicate: subPropertyOf, object: nil, limit: 50).map(\.object) }
        frontier = above.filter { $0 != predicate && found.insert($0).inserted }
      }
    }
    broaderOnes[predicate] = found
    return found
  }
}
