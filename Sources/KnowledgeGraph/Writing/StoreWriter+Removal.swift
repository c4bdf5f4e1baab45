internal import RDF

extension StoreWriter {
  /// Removes a document with everything it brought: passages, full text, vectors, mentions, triples that nothing else asserts, terms that nothing
  /// names any more.
  ///
  /// - Returns: false when there is no such document.
  @discardableResult
  public func removeDocument(_ id: DocumentID) throws -> Bool {
    guard let number = try connection.first("SELECT id FROM document WHERE sha256 = ?1", .text(id), as: { $0.int64(0) }) else { return false }
    changes.vectors.removed += try connection.rows(
      "SELECT v.passage FROM vector v JOIN passage p ON p.id = v.passage WHERE p.document = ?1", .integer(number)
    ) { PassageID(rawValue: $0.int64(0)) }
    let mentioned = Set(
      try connection.rows("SELECT DISTINCT m.entity FROM mention m JOIN passage p ON p.id = m.passage WHERE p.document = ?1", .integer(number)) {
        $0.int64(0)
      })
    let sources = try connection.rows("SELECT id FROM source WHERE document = ?1", .integer(number)) { $0.int64(0) }
    try connection.run("DELETE FROM mention WHERE passage IN (SELECT id FROM passage WHERE document = ?1)", .integer(number))
    var candidates: Set<Int64> = []
    for source in sources { try removeAssertions(of: source, isDocument: true, orphans: &candidates) }
    try removeOrphans(candidates)
    // An entity that has no triples and is named by other documents is still theirs.
    try removeOrphans(
      mentioned.subtracting(candidates).filter { try connection.number("SELECT EXISTS(SELECT 1 FROM mention WHERE entity = ?1)", .integer($0)) == 0 })
    try connection.run(
      """
      INSERT INTO passage_fts(passage_fts, rowid, heading, text) SELECT 'delete', id, heading, text FROM passage WHERE document = ?1
      """, .integer(number))
    try connection.run("DELETE FROM document WHERE id = ?1", .integer(number))
    changes.removedRows = true
    return true
  }

  func removeSource(_ source: Int64, isDocument: Bool) throws -> Int {
    var candidates: Set<Int64> = []
    let removed = try removeAssertions(of: source, isDocument: isDocument, orphans: &candidates)
    try removeOrphans(candidates)
    try connection.run("DELETE FROM source WHERE id = ?1", .integer(source))
    changes.removedRows = true
    return removed
  }

  /// Takes a source's word back. A triple that another source asserts stays, with that source in its row.
  @discardableResult
  private func removeAssertions(of source: Int64, isDocument: Bool, orphans: inout Set<Int64>) throws -> Int {
    try connection.run("DELETE FROM assertion WHERE source = ?1", .integer(source))
    try connection.run("DELETE FROM validity WHERE source = ?1", .integer(source))
    // The condition lets SQLite use the small index of documents' triples.
    let rows = try connection.rows(
      "SELECT id, subject, predicate, object, graph FROM triple WHERE source = ?1" + (isDocument ? " AND extent IS NOT NULL" : ""), .integer(source)
    ) { StoredTriple($0) }
    guard !rows.isEmpty else { return 0 }
    changes.triples = true
    var removed = 0
    for (index, row) in rows.enumerated() {
      if index & 0xFFF == 0 { try connection.checkInterruption() }
      if try promoteAssertion(of: row) { continue }
      try delete(row, orphans: &orphans)
      removed += 1
    }
    return removed
  }

  /// Removes a triple's row, which no source asserts any more, and its name if it is one.
  func delete(_ row: StoredTriple, orphans: inout Set<Int64>) throws {
    if row.object & 1 == 1, try isLabelPredicate(row.predicate) { try removeLabel(triple: row.id, object: row.object) }
    try connection.run("DELETE FROM triple WHERE subject = ?1 AND predicate = ?2 AND object = ?3 AND graph = ?4",
      .integer(row.subject), .integer(row.predicate), .integer(row.object), .integer(row.graph))
    if let block = try reader.block(of: row.id) {
      if block.size > 1 {
        try connection.run("UPDATE triple_block SET size = size - 1 WHERE id = ?1", .integer(block.first.id))
      } else {
        try connection.run("DELETE FROM triple_block WHERE id = ?1", .integer(block.first.id))
      }
    }
    orphans.formUnion([row.subject, row.predicate, row.object])
    if row.graph > 0 { orphans.insert(row.graph) }
  }

  /// Moves the oldest further source of a triple into its row. False when it has none.
  func promoteAssertion(of row: StoredTriple) throws -> Bool {
    let next = try connection.first(
      "SELECT source, place, extent, confidence FROM assertion WHERE triple = ?1 ORDER BY source, place LIMIT 1", .integer(row.id)
    ) { (source: $0.int64(0), place: $0.int64(1), extent: $0.optionalInt64(2), confidence: $0.double(3)) }
    guard let next else { return false }
    try connection.run(
      "DELETE FROM assertion WHERE triple = ?1 AND source = ?2 AND place = ?3", .integer(row.id), .integer(next.source), .integer(next.place))
    try connection.run(
      """
      UPDATE triple SET source = ?4, place = ?5, extent = ?6, confidence = ?7
      WHERE subject = ?1 AND predicate = ?2 AND object = ?3 AND graph = ?8
      """, .integer(row.subject), .integer(row.predicate), .integer(row.object), .integer(next.source), .integer(next.place),
      .integer(next.extent), .real(next.confidence), .integer(row.graph))
    return true
  }

  /// Removes those of the terms that no triple names. A mention of such a term goes with it: it points to nothing any more.
  func removeOrphans(_ candidates: Set<Int64>) throws {
    var datatypes: Set<Int64> = []
    for id in candidates.sorted() {
      guard try !isUsed(id), let term = try reader.term(EntityID(rawValue: id)) else { continue }
      let reference = try connection.first("SELECT datatype FROM term WHERE id = ?1", .integer(id)) { $0.optionalInt64(0) } ?? nil
      if id & 1 == 1, let reference { datatypes.insert(reference) }
      try connection.run("DELETE FROM mention WHERE entity = ?1", .integer(id))
      try terms.remove(id, term, reference: reference)
    }
    for id in datatypes {
      guard try !isUsed(id), let term = try reader.term(EntityID(rawValue: id)) else { continue }
      let namespace = try connection.first("SELECT datatype FROM term WHERE id = ?1", .integer(id)) { $0.optionalInt64(0) } ?? nil
      try terms.remove(id, term, reference: namespace)
    }
  }

  private func isUsed(_ id: Int64) throws -> Bool {
    if try connection.number(
      """
      SELECT EXISTS(SELECT 1 FROM triple WHERE subject = ?1) OR EXISTS(SELECT 1 FROM triple WHERE predicate = ?1)
        OR EXISTS(SELECT 1 FROM triple WHERE object = ?1) OR EXISTS(SELECT 1 FROM triple WHERE graph > 0 AND graph = ?1)
      """, .integer(id)) != 0 { return true }
    return try terms.isDatatype(id)
  }
}
