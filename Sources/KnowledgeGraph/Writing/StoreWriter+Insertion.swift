/// From numbers into the trees.
extension StoreWriter {
  /// Stores the triples of one source.
  /// - Returns: how many the store did not have.
  func insert(_ batch: inout TripleBatch, source: Int64) throws -> Int {
    guard !batch.triples.isEmpty else { return 0 }
    changes.triples = true
    batch.triples.sort(by: EncodedTriple.isBefore)
    let known = try batch.triples.count < 50_000 ? nil : Int(connection.number("SELECT count(*) FROM triple"))
    let isBulk = known.map { batch.triples.count > $0 } ?? false
    var fresh = try known == 0 ? freshRows() : nil
    if isBulk { try connection.execute("DROP INDEX triple_pos; DROP INDEX triple_osp; DROP INDEX triple_graph") }
    var blocks = try BlockBuilder(connection, triples: batch.triples.count)
    let insertion = try connection.prepare(
      """
      INSERT INTO triple(subject, predicate, object, graph, id, source, place, extent, confidence, inferred)
      VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING
      """)
    try insertion.bind(source, at: 6)
    try insertion.bind(batch.isInferred ? 1 : 0, at: 10)
    var added = 0
    for index in batch.triples.indices {
      if index & 0xFFF == 0 { try connection.checkInterruption() }
      let triple = batch.triples[index]
      // A file that repeats itself says nothing new.
      let isRepeated = index > 0 && triple.isSameTriple(as: batch.triples[index - 1])
      if isRepeated, triple.detail < 0, batch.triples[index - 1].detail < 0 { continue }
      if fresh != nil, !isRepeated, triple.detail < 0 {
        let id = try terms.nextTriple()
        try fresh?.append(
          .integer(triple.subject), .integer(triple.predicate), .integer(triple.object), .integer(triple.graph), .integer(id), .integer(source),
          .integer(Int64(triple.place)), .integer(batch.isInferred ? 1 : 0))
        try note(triple, id: id, &blocks)
        added += 1
        continue
      }
      try fresh?.flush()
      if try insert(triple, batch.detail(of: triple), source: source, by: insertion, &blocks) { added += 1 }
    }
    try fresh?.flush()
    try blocks.finish()
    try storeLabels()
    labelTexts.removeAll()
    if isBulk {
      for index in Schema.triplesRebuilt { try connection.execute(index) }
    }
    try noteContradictions(of: batch.triples)
    return added
  }

  /// For the first triples of a store, which are all new.
  private func freshRows() throws -> RowGroup {
    try RowGroup(
      connection, table: "triple(subject, predicate, object, graph, id, source, place, inferred)", row: "(?, ?, ?, ?, ?, ?, ?, ?)", most: 16)
  }

  private func insert(
    _ triple: EncodedTriple, _ detail: EncodedTriple.Detail, source: Int64, by statement: Statement, _ blocks: inout BlockBuilder
  ) throws -> Bool {
    let id = try terms.nextTriple()
    try statement.bind(triple.subject, at: 1)
    try statement.bind(triple.predicate, at: 2)
    try statement.bind(triple.object, at: 3)
    try statement.bind(triple.graph, at: 4)
    try statement.bind(id, at: 5)
    try statement.bind(Int64(triple.place), at: 7)
    try statement.bind(.integer(detail.extent), at: 8)
    try statement.bind(.real(detail.confidence), at: 9)
    try statement.run()
    if connection.changes > 0 {
      try note(triple, id: id, &blocks)
      try store(detail.validity, triple: id, source: source, place: Int64(triple.place))
      return true
    }
    try addAssertion(triple, detail, source: source)
    return false
  }

  /// What follows the triple's row.
  private func note(_ triple: EncodedTriple, id: Int64, _ blocks: inout BlockBuilder) throws {
    try blocks.add(triple, id: id)
    if triple.object & 1 == 1, try isLabelPredicate(triple.predicate) { try addLabel(triple, id: id) }
  }

  private func store(_ validity: Validity, triple: Int64, source: Int64, place: Int64) throws {
    guard !validity.isUnlimited else { return }
    try connection.run(
      "INSERT OR REPLACE INTO validity(triple, source, place, valid_from, valid_to) VALUES(?1, ?2, ?3, ?4, ?5)", .integer(triple), .integer(source),
      .integer(place), .text(validity.from), .text(validity.to))
  }

  /// One more source for a triple that the store has.
  private func addAssertion(_ triple: EncodedTriple, _ detail: EncodedTriple.Detail, source: Int64) throws {
    let key: [SQLValue] = [.integer(triple.subject), .integer(triple.predicate), .integer(triple.object), .integer(triple.graph)]
    var found: (id: Int64, source: Int64, place: Int64)?
    try connection.forEachRow("SELECT id, source, place FROM triple WHERE subject = ?1 AND predicate = ?2 AND object = ?3 AND graph = ?4", key) {
      found = ($0.int64(0), $0.int64(1), $0.int64(2))
    }
    guard let found else { throw StoreError(.corrupt, "a triple was refused that the store does not have; run `kgassist verify`") }
    let place = Int64(triple.place)
    // A file that repeats itself says nothing new, unless of another time; a document that says the same elsewhere can be cited at both places.
    if found.source == source, detail.validity.isUnlimited && detail.extent == nil || found.place == place { return }
    try connection.run(
      "INSERT OR IGNORE INTO assertion(triple, source, place, extent, confidence) VALUES(?1, ?2, ?3, ?4, ?5)", .integer(found.id),
      .integer(source), .integer(place), .integer(detail.extent), .real(detail.confidence))
    try store(detail.validity, triple: found.id, source: source, place: place)
  }
}
