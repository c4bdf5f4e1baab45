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

  /// To be followed by ``storeLabels()``, which stores many at a time.
  func addLabel(_ triple: EncodedTriple, id: Int64) throws {
    guard let text = try labelTexts[triple.object] ?? reader.term(EntityID(rawValue: triple.object))?.literal?.lexical else { return }
    waitingLabels.append((id, text))
    if waitingLabels.count >= 20_000 { try storeLabels() }
  }

  func storeLabels() throws {
    guard !waitingLabels.isEmpty else { return }
    changes.labels = true
    var hashes = try RowGroup(connection, table: "label(hash, triple)", row: "(?, ?)", most: 64)
    // In the order of the table's tree.
    for (hash, id) in waitingLabels.map({ (StoredHash.of(TextFolding.key($0.text)), $0.id) }).sorted(by: { $0 < $1 }) {
      try hashes.append(.integer(hash), .integer(id))
    }
    try hashes.flush()
    var texts = try RowGroup(connection, table: "label_fts(rowid, text)", row: "(?, ?)", most: 64)
    for (id, text) in waitingLabels { try texts.append(.integer(id), .text(text)) }
    try texts.flush()
    waitingLabels.removeAll()
  }

  /// To be called while the literal still exists.
  func removeLabel(triple id: Int64, object: Int64) throws {
    guard case .literal(let literal)? = try reader.term(EntityID(rawValue: object)) else { return }
    changes.labels = true
    try connection.run("DELETE FROM label WHERE hash = ?1 AND triple = ?2", .integer(StoredHash.of(TextFolding.key(literal.lexical))), .integer(id))
    try connection.run("INSERT INTO label_fts(label_fts, rowid, text) VALUES('delete', ?1, ?2)", .integer(id), .text(literal.lexical))
  }
}
