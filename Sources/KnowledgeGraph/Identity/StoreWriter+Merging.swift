internal import RDF

extension StoreWriter {
  /// Says that two entities are one, in the name of a person. No triple of theirs is touched, so ``split(_:_:)`` undoes it.
  ///
  /// - Throws: ``StoreError`` `invalid` when they have no name in common: then only an `owl:sameAs` of a source can say so, or a person who is sure.
  /// - Parameter isSure: merges without a common name.
  public func merge(_ a: EntityID, _ b: EntityID, by uid: Int, isSure: Bool = false) throws {
    guard a != b else { throw StoreError(.invalid, "an entity cannot be merged with itself") }
    guard let first = try reader.term(a), let second = try reader.term(b), !a.isLiteral, !b.isLiteral else {
      throw StoreError(.notFound, "entity \(a) or \(b) does not exist")
    }
    guard try isSure || reader.shareName(a, b) else {
      throw StoreError(.invalid, "\(first) and \(second) have no name in common; entities are merged on a common label or alias, or on owl:sameAs")
    }
    try insert([Quad(Triple(first, .iri(Vocabulary.OWL.sameAs), second))], by: uid)
  }

  /// Takes back what says that two entities are the same, whoever said it.
  /// - Returns: false when nothing said so.
  @discardableResult
  public func split(_ a: EntityID, _ b: EntityID) throws -> Bool {
    guard let same = try reader.id(of: .iri(Vocabulary.OWL.sameAs)) else { return false }
    let there = try remove(subject: a, predicate: same, object: b)
    return try remove(subject: b, predicate: same, object: a) + there > 0
  }
}
