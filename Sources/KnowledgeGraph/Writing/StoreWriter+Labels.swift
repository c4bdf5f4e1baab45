internal import RDF

/// The table of names follows the triples whose predicate names things.
extension StoreWriter {
  func isLabelPredicate(_ predicate: Int64) throws -> Bool { try preferred(predicate) != nil }

  /// Whether the predicate gives main names; nil when it gives no names.
  private func preferred(_ predicate: Int64) throws -> Bool? {
    if labelPredicates.isEmpty {
      for iri in LabelPredicates.iris {
        if let id = try reader.id(of: .iri(iri)) { labelPredicates[id.rawValue] = LabelPredicates.isPreferred(iri) }
      }
      // Marks that they were looked up, even where the store knows none of them.
      labelPredicates[.min] = false
    }
    if let known = labelPredicates[predicate] { return known }
    // A label predicate may have got its number since; predicates are few, so each is looked at once.
    guard case .iri(let iri)? = try reader.term(EntityID(rawValue: predicate)), let preferred = LabelPredicates.isPreferred(iri) else { return nil }
    labelPredicates[predicate] = preferred
    return preferred
  }

  func addLabel(_ triple: EncodedTriple, id: Int64) throws {
    guard case .literal(let literal)? = try reader.term(EntityID(rawValue: triple.object)) else { return }
    changes.labels = true
    try connection.run(
      "INSERT INTO label(folded, triple, entity, preferred) VALUES(?1, ?2, ?3, ?4)", .text(TextFolding.key(literal.lexical)), .integer(id),
      .integer(triple.subject), .integer(try preferred(triple.predicate) == true ? 1 : 0))
    try connection.run("INSERT INTO label_fts(rowid, text) VALUES(?1, ?2)", .integer(id), .text(literal.lexical))
  }

  /// To be called while the literal still exists.
  func removeLabel(triple id: Int64, object: Int64) throws {
    guard case .literal(let literal)? = try reader.term(EntityID(rawValue: object)) else { return }
    changes.labels = true
    try connection.run("DELETE FROM label WHERE folded = ?1 AND triple = ?2", .text(TextFolding.key(literal.lexical)), .integer(id))
    try connection.run("INSERT INTO label_fts(label_fts, rowid, text) VALUES('delete', ?1, ?2)", .integer(id), .text(literal.lexical))
  }
}
