internal import KnowledgeGraph

/// Finds the graph's entities in passages and decides which one an ambiguous name means.
///
/// Of several entities with the matched name that one is meant which is of the document's domain, and which the graph joins to more of what the
/// document names without doubt: "yield" beside "bond" and "coupon" is not the return of a function.
struct EntityLinker {
  let index: LabelIndex
  let domain: Domain?

  private struct Facts: Sendable {
    var domain: Domain?
    var neighbours: Set<EntityID>
  }

  /// The mentions of each text.
  ///
  /// - Complexity: linear in the texts, and one look into the graph for each entity of an ambiguous name.
  func link(_ texts: [String], store: GraphStore) async throws -> [[NewMention]] {
    let found = texts.map { index.matches(in: $0) }
    guard found.contains(where: { !$0.isEmpty }) else { return texts.map { _ in [] } }
    let schema = try await store.read { try SchemaTerms.all($0) }
    let matches = found.map { $0.map { (range: $0.range, entities: $0.entities.filter { !schema.contains($0) }) } }
    let certain = Set(matches.joined().lazy.filter { $0.entities.count == 1 }.flatMap(\.entities))
    let doubtful = Set(matches.joined().lazy.filter { $0.entities.count > 1 }.flatMap(\.entities)).sorted()
    var facts: [EntityID: Facts] = [:]
    if !doubtful.isEmpty {
      facts = try await store.read { reader in
        var facts: [EntityID: Facts] = [:]
        for entity in doubtful {
          let neighbours = try reader.neighbours(of: entity, limit: 200)
          facts[entity] = Facts(domain: try reader.entity(entity)?.domain, neighbours: Set(neighbours.map(\.entity)))
        }
        return facts
      }
    }
    return matches.map { found in
      found.compactMap { match in
        meant(match.entities, facts, among: certain).map { NewMention(entity: $0, start: match.range.lowerBound, end: match.range.upperBound) }
      }
    }
  }

  private func meant(_ candidates: [EntityID], _ facts: [EntityID: Facts], among certain: Set<EntityID>) -> EntityID? {
    guard candidates.count > 1 else { return candidates.first }
    func score(_ entity: EntityID) -> Int {
      guard let facts = facts[entity] else { return 0 }
      let domainFits = domain != nil && facts.domain == domain
      return (domainFits ? 3 : 0) + min(5, facts.neighbours.intersection(certain).count)
    }
    // The smaller number wins a tie: the entity that was in the graph first.
    return candidates.max { (score($0), $1) < (score($1), $0) }
  }
}
