internal import RDF

extension StoreReader {
  /// The things that are said to be this one, itself included: what `owl:sameAs` leads to, in both directions and over several steps.
  ///
  /// Merging never rewrites a triple: two entities are one for as long as a triple says so, and two again when it is removed.
  /// - Parameter limit: the most that are collected; a chain without end is cut there.
  public func sameEntities(as entity: EntityID, limit: Int = 1000) throws -> [EntityID] {
    guard let same = try id(of: .iri(Vocabulary.OWL.sameAs)) else { return [entity] }
    var found: Set<EntityID> = [entity]
    var frontier = [entity]
    while let next = frontier.popLast(), found.count < limit {
      for (subject, object) in [(next, nil), (nil, next)] as [(EntityID?, EntityID?)] {
        try scan(subject: subject, predicate: same, object: object) { row in
          let other = subject == nil ? row.subject : row.object
          if !other.isLiteral, found.insert(other).inserted { frontier.append(other) }
          return found.count < limit
        }
      }
    }
    return found.sorted()
  }

  /// Things that could be one: IRIs with a name in common, case and accents aside, that are not said to be the same. For a person to decide.
  ///
  /// - Complexity: one walk over all names.
  public func mergeCandidates(limit: Int = 100) throws -> [(EntityID, EntityID)] {
    let repeated = try connection.rows("SELECT hash FROM label GROUP BY hash HAVING count(*) > 1") { $0.int64(0) }
    var result: [(EntityID, EntityID)] = []
    for hash in repeated {
      try checkCancellation()
      var byName: [String: Set<EntityID>] = [:]
      for triple in try connection.rows("SELECT triple FROM label WHERE hash = ?1 LIMIT 100", .integer(hash), as: { $0.int64(0) }) {
        guard let found = try locate(triple), case .literal(let literal) = try requiredTerm(found.object) else { continue }
        byName[TextFolding.key(literal.lexical), default: []].insert(EntityID(rawValue: found.subject))
      }
      for entities in byName.values where entities.count > 1 {
        let sorted = entities.sorted()
        let known = Set(try sameEntities(as: sorted[0]))
        for other in sorted.dropFirst() where !known.contains(other) { result.append((sorted[0], other)) }
      }
      if result.count >= limit { break }
    }
    return Array(result.sorted { $0 < $1 }.prefix(limit))
  }

  /// Whether two things have a name in common, case and accents aside.
  func shareName(_ a: EntityID, _ b: EntityID) throws -> Bool {
    func names(_ entity: EntityID) throws -> Set<String> {
      var names: Set<String> = []
      for (predicate, _) in try labelPredicates() {
        for record in try triples(subject: entity, predicate: EntityID(rawValue: predicate)) {
          if let literal = record.triple.object.literal { names.insert(TextFolding.key(literal.lexical)) }
        }
      }
      return names
    }
    return try !names(a).isDisjoint(with: names(b))
  }
}
