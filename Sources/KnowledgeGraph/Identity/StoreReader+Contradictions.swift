internal import RDF

extension StoreReader {
  /// Every property that can have one value at a time (`owl:FunctionalProperty`, `kg:SingleValued`; backwards `owl:InverseFunctionalProperty`)
  /// and has several: different terms that are neither the same number nor the same thing (`owl:sameAs`), and whose times overlap.
  ///
  /// - Complexity: O(triples of those properties).
  public func contradictions(limit: Int = 1000) throws -> [Contradiction] {
    var result: [Contradiction] = []
    for (predicate, isInverse) in try singleValuedPredicates() {
      try checkCancellation()
      result += try contradictions(of: predicate, isInverse: isInverse, limit: limit - result.count)
      if result.count >= limit { break }
    }
    return result
  }

  /// The properties that are declared so, in the order of their numbers.
  func singleValuedPredicates() throws -> [(predicate: EntityID, isInverse: Bool)] {
    guard let type = try id(of: .iri(Vocabulary.RDF.type)) else { return [] }
    var result: [(predicate: EntityID, isInverse: Bool)] = []
    for (iri, isInverse) in [
      (Vocabulary.OWL.functionalProperty, false), (Vocabulary.KG.singleValued, false), (Vocabulary.OWL.inverseFunctionalProperty, true),
    ] {
      guard let kind = try id(of: .iri(iri)) else { continue }
      try scan(predicate: type, object: kind) { row in
        if !result.contains(where: { $0.predicate == row.subject && $0.isInverse == isInverse }) { result.append((row.subject, isInverse)) }
        return true
      }
    }
    return result
  }

  func contradictions(of predicate: EntityID, isInverse: Bool, limit: Int) throws -> [Contradiction] {
    let (one, many) = isInverse ? ("object", "subject") : ("subject", "object")
    let entities = try connection.rows(
      "SELECT \(one) FROM triple WHERE predicate = ?1 GROUP BY \(one) HAVING min(\(many)) <> max(\(many))", .id(predicate)
    ) { EntityID(rawValue: $0.int64(0)) }
    var result: [Contradiction] = []
    for entity in entities {
      guard result.count < limit else { break }
      if let found = try contradiction(of: entity, predicate, isInverse: isInverse) { result.append(found) }
    }
    return result
  }

  /// What one entity's values of one property contradict; nil when they go together.
  func contradiction(of entity: EntityID, _ predicate: EntityID, isInverse: Bool) throws -> Contradiction? {
    var rows: [(value: EntityID, triple: TripleID)] = []
    try connection.forEachRow(
      isInverse
        ? "SELECT t.subject, t.id FROM triple t WHERE object = ?1 AND predicate = ?2 ORDER BY t.subject, t.graph"
        : "SELECT t.object, t.id FROM triple t WHERE subject = ?1 AND predicate = ?2 ORDER BY t.object, t.graph",
      [.id(entity), .id(predicate)]
    ) { rows.append((EntityID(rawValue: $0.int64(0)), TripleID(rawValue: $0.int64(1)))) }
    guard Set(rows.map(\.value)).count > 1 else { return nil }
    // A hostile file may give one thing a million values: enough of them are named.
    rows = Array(rows.prefix(64))
    let times = try rows.map { try validities(of: $0.triple) }
    var opposed: Set<Int> = []
    for a in rows.indices {
      let same = try Same(rows[a].value, in: self)
      for b in rows.indices where b > a && rows[a].value != rows[b].value {
        guard times[a].contains(where: { one in times[b].contains { $0.overlaps(one) } }), try !same.includes(rows[b].value) else { continue }
        opposed.formUnion([a, b])
      }
    }
    guard !opposed.isEmpty else { return nil }
    return Contradiction(entity: entity, predicate: predicate, isInverse: isInverse, triples: opposed.sorted().map { rows[$0].triple })
  }

  /// The values that mean the same as one: equal numbers, or things that are said to be one, which are walked once.
  private struct Same {
    private let reader: StoreReader
    private let number: Double?
    private let entities: Set<EntityID>

    init(_ value: EntityID, in reader: StoreReader) throws {
      self.reader = reader
      number = value.isLiteral ? try reader.term(value)?.literal?.number : nil
      entities = value.isLiteral ? [] : Set(try reader.sameEntities(as: value))
    }

    func includes(_ other: EntityID) throws -> Bool {
      guard other.isLiteral else { return entities.contains(other) }
      guard let number, let theirs = try reader.term(other)?.literal?.number else { return false }
      return number == theirs
    }
  }

  /// The times in which a triple's sources say that it holds.
  func validities(of triple: TripleID) throws -> [Validity] { try assertions(of: triple).map(\.validity) }
}
