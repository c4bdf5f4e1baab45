internal import RDF

extension StoreWriter {
  /// What this transaction brought that contradicts, as far as it still does: something later in it may have taken a value back.
  public func standingContradictions() throws -> [Contradiction] {
    var seen: Set<[Int64]> = []
    return try changes.contradictions.compactMap { noted in
      guard seen.insert([noted.entity.rawValue, noted.predicate.rawValue, noted.isInverse ? 1 : 0]).inserted else { return nil }
      return try reader.contradiction(of: noted.entity, noted.predicate, isInverse: noted.isInverse)
    }
  }

  /// Remembers what the triples just stored contradict, at most 100 for a transaction.
  func noteContradictions(of triples: [EncodedTriple]) throws {
    let declared = try reader.singleValuedPredicates()
    guard !declared.isEmpty, changes.contradictions.count < 100 else { return }
    let direct = Set(declared.filter { !$0.isInverse }.map(\.predicate.rawValue))
    let inverse = Set(declared.filter(\.isInverse).map(\.predicate.rawValue))
    let type = try reader.id(of: .iri(Vocabulary.RDF.type))?.rawValue
    var asked: Set<[Int64]> = []
    func note(_ entity: Int64, _ predicate: Int64, isInverse: Bool) throws {
      guard changes.contradictions.count < 100, asked.insert([entity, predicate, isInverse ? 1 : 0]).inserted else { return }
      let found = try reader.contradiction(of: EntityID(rawValue: entity), EntityID(rawValue: predicate), isInverse: isInverse)
      if let found { changes.contradictions.append(found) }
    }
    for triple in triples {
      if direct.contains(triple.predicate) { try note(triple.subject, triple.predicate, isInverse: false) }
      if inverse.contains(triple.predicate) { try note(triple.object, triple.predicate, isInverse: true) }
      // A property that becomes single-valued may have had several values for long.
      if triple.predicate == type, direct.contains(triple.subject) || inverse.contains(triple.subject) {
        for isInverse in [false, true] where (isInverse ? inverse : direct).contains(triple.subject) {
          let found = try reader.contradictions(of: EntityID(rawValue: triple.subject), isInverse: isInverse, limit: 100 - changes.contradictions.count)
          for one in found where asked.insert([one.entity.rawValue, one.predicate.rawValue, isInverse ? 1 : 0]).inserted {
            changes.contradictions.append(one)
          }
        }
      }
    }
  }
}
