internal import RDF

/// The table of names follows the triples whose predicate names things.
extension StoreWriter {
  func isLabelPredicate(_ predicate: Int64) throws -> Bool {
    if let known = labelPredicates[predicate] { return known }
    let iri = try reader.term(EntityID(rawValue: predicate))?.iri
    let isLabel = iri.map { LabelPredicates.isPreferred($0) != nil } ?? false
    labelPredicates[predicate] = isLabel
    return isLabel
  }

  func addLabel(_ triple: EncodedTriple, id: Int64) throws {
    guard let text = try labelTexts[triple.object] ?? reader.term(EntityID(rawValue: triple.object))?.literal?.lexical else { return }
    changes.labels = true
    try connection.run("INSERT INTO label(hash, triple) VALUES(?1, ?2)", .integer(StoredHash.of(TextFolding.key(text))), .integer(id))
    try connection.run("INSERT INTO label_fts(rowid, text) VALUES(?1, ?2)", .integer(id), .text(text))
  }

  /// To be called while the literal still exists.
  func removeLabel(triple id: Int64, object: Int64) throws {
    guard case .literal(let literal)? = try reader.term(EntityID(rawValue: object)) else { return }
    changes.labels = true
    try connection.run("DELETE FROM label WHERE hash = ?1 AND triple = ?2", .integer(StoredHash.of(TextFolding.key(literal.lexical))), .integer(id))
    try connection.run("INSERT INTO label_fts(label_fts, rowid, text) VALUES('delete', ?1, ?2)", .integer(id), .text(literal.lexical))
  }
}
