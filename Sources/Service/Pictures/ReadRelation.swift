import KnowledgeGraph

/// A relation of an entity, read away from the entity: "is treated by" rather than an arrow that comes back, where the vocabulary has a name for that.
struct ReadRelation {
  let near, far: EntityID
  let predicate: EntityID
  /// False where the relation has no name from this end: then it is told as it stands, towards the entity.
  let isForward: Bool
  let isInferred: Bool
  let triple: TripleID

  /// Everything that an entity is related to: what is stated before what is inferred, each in the order in which it came. Nothing is told twice: not from
  /// both ends, and no broad relation beside a narrower one.
  static func all(of entity: EntityID, _ reader: StoreReader, _ names: RelationNames) throws -> [ReadRelation] {
    var found: [ReadRelation] = []
    for neighbour in try reader.neighbours(of: entity, limit: 2000) where neighbour.entity != entity {
      guard !names.isType(neighbour.predicate), let record = try reader.triple(neighbour.triple) else { continue }
      let inverse = neighbour.isForward ? nil : try names.inverse(of: neighbour.predicate)
      found.append(
        ReadRelation(
          near: entity, far: neighbour.entity, predicate: inverse ?? neighbour.predicate, isForward: neighbour.isForward || inverse != nil,
          isInferred: record.inferred, triple: neighbour.triple))
    }
    found.sort { ($0.isInferred ? 1 : 0, $0.triple) < ($1.isInferred ? 1 : 0, $1.triple) }
    var implied: Set<Key> = []
    for relation in found {
      for broader in try names.broader(than: relation.predicate) {
        implied.insert(Key(relation.far, broader, relation.isForward))
        if let inverse = try names.inverse(of: broader) { implied.insert(Key(relation.far, inverse, !relation.isForward)) }
      }
    }
    var told: Set<Key> = []
    return found.filter { relation in
      let key = Key(relation.far, relation.predicate, relation.isForward)
      return !implied.contains(key) && told.insert(key).inserted
    }
  }

  private struct Key: Hashable {
    let far, predicate: EntityID
    let isForward: Bool

    init(_ far: EntityID, _ predicate: EntityID, _ isForward: Bool) {
      self.far = far
      self.predicate = predicate
      self.isForward = isForward
    }
  }
}
