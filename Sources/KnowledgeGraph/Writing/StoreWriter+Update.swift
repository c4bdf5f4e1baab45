public import RDF

/// Changes that a person makes: single statements in, patterns out.
extension StoreWriter {
  /// Adds statements in the name of a person. Blank nodes that a reader of this store gave are the store's; all others are new, shared only within
  /// this call.
  @discardableResult
  public func insert(_ quads: [Quad], by uid: Int) throws -> ImportReport {
    let source = try personSource(uid)
    // A person's statements have no place in a file.
    return try store(source: source) { try StatementBatch.pass(quads.lazy.map { ($0, 0) }, scope: .once(), to: $0) }
  }

  /// Adds what a rule gives, as numbers of terms that the store has. The triples are marked as inferred unless a source states them too.
  /// - Returns: how many the store did not have.
  @discardableResult
  public func infer(_ triples: [(subject: EntityID, predicate: EntityID, object: EntityID)], rule name: String, graph: EntityID? = nil) throws -> Int {
    let known = try connection.first(
      "SELECT id FROM source WHERE kind = ?1 AND name = ?2", .integer(SourceKind.rule.rawValue), .text(name)) { $0.int64(0) }
    let source = try known ?? newSource(.rule, name: name, uid: nil)
    var batch = TripleBatch()
    batch.isInferred = true
    for triple in triples {
      batch.append(
        EncodedTriple(
          subject: triple.subject.rawValue, predicate: triple.predicate.rawValue, object: triple.object.rawValue, graph: graph?.rawValue ?? 0))
    }
    return try insert(&batch, source: source)
  }

  /// Removes the statements that fit, whoever asserts them, with the terms that nothing names any more.
  ///
  /// - Parameter graph: the graphs that they are removed from.
  /// - Returns: how many went. ``StoreReader/count(subject:predicate:object:graph:atMost:)`` tells beforehand.
  /// - Complexity: O(statements that go · log triples); 36 bytes of memory each.
  @discardableResult
  public func remove(
    subject: EntityID? = nil, predicate: EntityID? = nil, object: EntityID? = nil, graph: GraphScope = .everywhere
  ) throws -> Int {
    let shape = ScanShape(subject: subject != nil, predicate: predicate != nil, object: object != nil, graph: graph)
    var rows: [StoredTriple] = []
    let statement = try connection.prepare("SELECT id, subject, predicate, object, graph FROM triple \(shape.tree)\(shape.filter)")
    if let subject { try statement.bind(subject.rawValue, at: 1) }
    if let predicate { try statement.bind(predicate.rawValue, at: 2) }
    if let object { try statement.bind(object.rawValue, at: 3) }
    if case .graph(let name) = graph { try statement.bind(name.rawValue, at: 4) }
    do {
      defer { statement.reset() }
      while try statement.step() {
        rows.append(StoredTriple(statement))
      }
    }
    return try remove(rows)
  }

  /// Removes these statements and no others; what the store does not have is passed over, and so is every blank node but those that a reader gave.
  @discardableResult
  public func remove(_ quads: [Quad]) throws -> Int {
    var rows: [StoredTriple] = []
    for quad in quads {
      guard let subject = try reader.id(of: quad.triple.subject), let predicate = try reader.id(of: quad.triple.predicate),
        let object = try reader.id(of: quad.triple.object)
      else { continue }
      var graph: Int64 = 0
      if let name = quad.graph {
        guard let id = try reader.id(of: name) else { continue }
        graph = id.rawValue
      }
      let key: [SQLValue] = [.id(subject), .id(predicate), .id(object), .integer(graph)]
      try connection.forEachRow("SELECT id FROM triple WHERE subject = ?1 AND predicate = ?2 AND object = ?3 AND graph = ?4", key) {
        rows.append(
          StoredTriple(id: $0.int64(0), subject: subject.rawValue, predicate: predicate.rawValue, object: object.rawValue, graph: graph))
      }
    }
    return try remove(rows)
  }

  private func remove(_ rows: [StoredTriple]) throws -> Int {
    guard !rows.isEmpty else { return 0 }
    changes.triples = true
    changes.removedRows = true
    var orphans: Set<Int64> = []
    var gone: Set<Int64> = []
    for (index, row) in rows.enumerated() where gone.insert(row.id).inserted {
      if index & 0xFFF == 0 { try connection.checkInterruption() }
      try connection.run("DELETE FROM assertion WHERE triple = ?1", .integer(row.id))
      try connection.run("DELETE FROM validity WHERE triple = ?1", .integer(row.id))
      try delete(row, orphans: &orphans)
    }
    try removeOrphans(orphans)
    return gone.count
  }

  private func personSource(_ uid: Int) throws -> Int64 {
    let known = try connection.first(
      "SELECT id FROM source WHERE kind = ?1 AND uid = ?2", .integer(SourceKind.person.rawValue), .integer(uid)) { $0.int64(0) }
    return try known ?? newSource(.person, name: "user \(uid)", uid: uid)
  }

  private func newSource(_ kind: SourceKind, name: String, uid: Int?) throws -> Int64 {
    try connection.run(
      "INSERT INTO source(kind, name, uid, added) VALUES(?1, ?2, ?3, ?4)", .integer(kind.rawValue), .text(name), .integer(uid.map(Int64.init)),
      .integer(Self.now))
    return connection.lastInsertedID
  }
}
