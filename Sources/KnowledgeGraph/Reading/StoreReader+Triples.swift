public import RDF

extension StoreReader {
  private static let tripleColumns = """
    SELECT t.id, t.subject, t.predicate, t.object, t.inferred,
      max(t.confidence, ifnull((SELECT max(a.confidence) FROM assertion a WHERE a.triple = t.id), 0)), t.graph
    FROM triple t
    """

  /// The triples that match what is given, in the order of the tree that serves the pattern best.
  ///
  /// - Complexity: O(answers) for every combination of given parts. For many answers ``scan(subject:predicate:object:graph:_:)`` is leaner.
  public func triples(
    subject: EntityID? = nil, predicate: EntityID? = nil, object: EntityID? = nil, graph: GraphScope = .everywhere, limit: Int = 1000
  ) throws -> [TripleRecord] {
    let shape = ScanShape(subject: subject != nil, predicate: predicate != nil, object: object != nil, graph: graph)
    var name: EntityID?
    if case .graph(let one) = graph { name = one }
    var last: Triple?
    var result: [TripleRecord] = []
    let statement = try connection.prepare("\(Self.tripleColumns) \(shape.tree)\(shape.filter)")
    defer { statement.reset() }
    for (index, part) in [subject, predicate, object, name].enumerated() { if let part { try statement.bind(part.rawValue, at: Int32(index + 1)) } }
    while result.count < limit, try statement.step() {
      let record = try record(statement)
      if graph == .union, record.triple == last { continue }
      last = record.triple
      result.append(record)
    }
    return result
  }

  /// The triples that match the given terms.
  public func triples(
    matching subject: Term?, _ predicate: Term?, _ object: Term?, graph: GraphScope = .everywhere, limit: Int = 1000
  ) throws -> [TripleRecord] {
    var ids: [EntityID?] = []
    for term in [subject, predicate, object] {
      if let term {
        guard let id = try id(of: term) else { return [] }
        ids.append(id)
      } else {
        ids.append(nil)
      }
    }
    return try triples(subject: ids[0], predicate: ids[1], object: ids[2], graph: graph, limit: limit)
  }

  public func triple(_ id: TripleID) throws -> TripleRecord? {
    guard let found = try locate(id.rawValue) else { return nil }
    return try connection.first(
      Self.tripleColumns + " WHERE t.subject = ?1 AND t.predicate = ?2 AND t.object = ?3 AND t.graph = ?4", .integer(found.subject),
      .integer(found.predicate), .integer(found.object), .integer(found.graph), as: record)
  }

  public func contains(_ triple: Triple) throws -> Bool {
    try !triples(matching: triple.subject, triple.predicate, triple.object, limit: 1).isEmpty
  }

  private func record(_ row: Statement) throws -> TripleRecord {
    let (subject, predicate, object) = (row.int64(1), row.int64(2), row.int64(3))
    return TripleRecord(
      id: TripleID(rawValue: row.int64(0)),
      triple: Triple(try requiredTerm(subject), try requiredTerm(predicate), try requiredTerm(object)),
      subject: EntityID(rawValue: subject), predicate: EntityID(rawValue: predicate), object: EntityID(rawValue: object),
      graph: row.int64(6) == 0 ? nil : EntityID(rawValue: row.int64(6)), inferred: row.int64(4) != 0, confidence: row.double(5))
  }

  /// Everyone who asserts a triple, in the order they came.
  public func sources(of triple: TripleID) throws -> [TripleSource] { try assertions(of: triple).map(\.source) }

  /// Everyone who asserts a triple, in the order they came, with how sure they are and for which time they do.
  public func assertions(of triple: TripleID) throws -> [TripleAssertion] {
    guard let found = try locate(triple.rawValue) else { return [] }
    return try connection.rows(
      """
      SELECT s.kind, s.name, s.sha256, s.uid, d.sha256, d.name, x.place, x.extent, x.confidence, v.valid_from, v.valid_to
      FROM (SELECT source, place, extent, confidence, 0 AS later FROM triple WHERE subject = ?2 AND predicate = ?3 AND object = ?4 AND graph = ?5
        UNION ALL SELECT source, place, extent, confidence, 1 FROM assertion WHERE triple = ?1) x
      JOIN source s ON s.id = x.source LEFT JOIN document d ON d.id = s.document
      LEFT JOIN validity v ON v.triple = ?1 AND v.source = x.source AND v.place = x.place ORDER BY x.later, x.source, x.place
      """, .id(triple), .integer(found.subject), .integer(found.predicate), .integer(found.object), .integer(found.graph)
    ) { row in
      let source: TripleSource =
        switch SourceKind(rawValue: row.int64(0)) {
        case .document: .document(id: row.text(4), name: row.text(5), start: row.int(6), end: row.int(7))
        case .file: .file(name: row.text(1), sha256: row.text(2), line: row.int(6))
        case .rule: .rule(name: row.text(1))
        case .person, nil: .person(uid: row.int(3))
        }
      return TripleAssertion(
        source: source, confidence: row.double(8), validity: Validity(from: row.optionalText(9), to: row.optionalText(10)))
    }
  }

  /// Whether a source says that a triple holds at a moment, written as `xsd:date` or `xsd:dateTime`. Sources that give no time say always.
  public func holds(_ triple: TripleID, at moment: String) throws -> Bool {
    try assertions(of: triple).contains { $0.validity.contains(moment) }
  }

  public func counts() throws -> StoreCounts {
    func count(_ table: String) throws -> Int { Int(try connection.number("SELECT count(*) FROM \(table)")) }
    let pages = try connection.number("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
    return StoreCounts(
      terms: try count("term"), triples: try count("triple"), labels: try count("label"), documents: try count("document"),
      passages: try count("passage"), mentions: try count("mention"), vectors: try count("vector"), fileBytes: Int(pages))
  }
}
