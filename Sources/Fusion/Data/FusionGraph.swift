public import GraphEmbedding
public import KnowledgeGraph
import RDF

/// The part of a store that questions can be worded about: its edges whose relation has wordings, and the things they join.
public struct FusionGraph: Sendable {
  public struct Entity: Sendable {
    public let id: EntityID
    public let label: String
    public let aliases: [String]
    /// What it is, in words: its classes' labels.
    public let kind: String
    public let domain: Domain?
  }

  /// By their number in ``edges``.
  public let entities: [Entity]
  /// The wordings' relations, by their number in ``edges``.
  public let relations: [String]
  /// What the other direction of a relation is called, by number; the relation itself where it is symmetric.
  public let inverses: [Int32?]
  /// Each once, in the direction in which it is said; those that follow by an inverse are among them.
  public let edges: [NumberedTriple]

  /// - Throws: ``FusionError/tooSmall(edges:)``, or what the store throws.
  /// - Complexity: O(triples of those relations).
  public init(_ reader: StoreReader, wordings: RelationWordings) throws {
    let names = wordings.entries.map(\.relation), namespace = Vocabulary.KG.namespace
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
    func relation(_ id: EntityID) throws -> Int32? {
      guard let iri = try reader.term(id)?.iri, iri.hasPrefix(namespace) else { return nil }
      return numbers[String(iri.dropFirst(namespace.count))]
    }
    var inverses = [Int32?](repeating: nil, count: names.count)
    if let predicate = try reader.id(of: .iri(Vocabulary.OWL.inverseOf)) {
      try reader.scan(predicate: predicate) { row in
        if let one = try relation(row.subject), let other = try relation(row.object) { (inverses[Int(one)], inverses[Int(other)]) = (other, one) }
        return true
      }
    }
    if let type = try reader.id(of: .iri(Vocabulary.RDF.type)), let symmetric = try reader.id(of: .iri(Vocabulary.OWL.namespace + "SymmetricProperty")) {
      try reader.scan(predicate: type, object: symmetric) { row in
        if let one = try relation(row.subject) { inverses[Int(one)] = one }
        return true
      }
    }
    var entities: [Entity] = [], known: [EntityID: Int32] = [:], edges: [NumberedTriple] = [], seen: Set<NumberedTriple> = []
    func number(_ id: EntityID) throws -> Int32? {
      if let number = known[id] { return number }
      guard let record = try reader.entity(id), record.iri.contains(":"), !record.label.isEmpty else { return nil }
      known[id] = Int32(entities.count)
      entities.append(Entity(id: id, label: record.label, aliases: record.aliases, kind: record.kind, domain: record.domain))
      return known[id]
    }
    for (index, name) in names.enumerated() {
      guard let predicate = try reader.id(of: .iri(namespace + name)) else { continue }
      try reader.scan(predicate: predicate) { row in
        guard !row.object.isLiteral, row.subject != row.object, let s = try number(row.subject), let o = try number(row.object) else { return true }
        var both = [NumberedTriple(s, Int32(index), o)]
        if let inverse = inverses[index] { both.append(NumberedTriple(o, inverse, s)) }
        for edge in both where seen.insert(edge).inserted { edges.append(edge) }
        return true
      }
    }
    guard edges.count >= 200 else { throw FusionError.tooSmall(edges: edges.count) }
    (self.entities, relations, self.inverses, self.edges) = (entities, names, inverses, edges)
  }
}

extension EntityRecord {
  /// What the thing is, in words: the labels of its classes, else the last parts of their IRIs.
  public var kind: String {
    types.prefix(4).map { type in
      type.label ?? type.iri.split { "/#:".contains($0) }.last.map(String.init) ?? type.iri
    }.joined(separator: ", ")
  }
}
