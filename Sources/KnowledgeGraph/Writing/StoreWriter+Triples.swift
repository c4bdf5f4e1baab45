public import RDF

/// A triple as its terms' numbers, with where its source says it.
struct EncodedTriple {
  var subject, predicate, object: Int64
  /// 0 for the default graph.
  var graph: Int64
  var place: Int64
  var extent: Int64?
  var confidence: Double

  static func isBefore(_ a: EncodedTriple, _ b: EncodedTriple) -> Bool {
    if a.subject != b.subject { return a.subject < b.subject }
    if a.predicate != b.predicate { return a.predicate < b.predicate }
    if a.object != b.object { return a.object < b.object }
    if a.graph != b.graph { return a.graph < b.graph }
    return a.place < b.place
  }
}

extension StoreWriter {
  /// The number of a term, which gets one when it is new: for mentions of an entity that the same transaction brings.
  public func intern(_ term: Term) throws -> EntityID { EntityID(rawValue: try terms.intern(term)) }

  /// Adds the triples of a file. Whoever imports the same bytes again changes nothing.
  ///
  /// - Parameters:
  ///   - triples: with their places in the file. Blank nodes are the file's own: two files never share one.
  ///   - sha256: of the file's bytes, in hexadecimal.
  ///   - graph: the named graph that gets them; nil for the default graph.
  ///   - replacing: removes what earlier versions of the file of this name brought.
  /// - Complexity: O(n log n); above 50,000 triples the trees are built at the end, in order.
  @discardableResult
  public func importTriples(
    _ triples: [(Triple, SourcePosition)], from name: String, sha256: String, domain: Domain?, graph: Term? = nil, replacing: Bool = false
  ) throws -> ImportReport {
    try importQuads(
      triples.lazy.map { (Quad($0, graph: graph), $1) }, from: name, sha256: sha256, domain: domain, replacing: replacing)
  }

  /// Adds the quads of a file, as ``importTriples(_:from:sha256:domain:graph:replacing:)`` does.
  @discardableResult
  public func importQuads(
    _ quads: some Collection<(Quad, SourcePosition)>, from name: String, sha256: String, domain: Domain?, replacing: Bool = false
  ) throws -> ImportReport {
    guard let source = try openImport(named: name, sha256: sha256, domain: domain, replacing: replacing) else {
      return ImportReport(read: quads.count, added: 0, unchanged: true)
    }
    let scope = BlankScope(sha256)
    var encoded: [EncodedTriple] = []
    encoded.reserveCapacity(quads.count)
    for (quad, position) in quads {
      if encoded.count & 0xFFF == 0 { try connection.checkInterruption() }
      encoded.append(try encode(quad, scope: scope, place: position.line, extent: nil, confidence: 1))
    }
    let read = encoded.count
    return ImportReport(read: read, added: try insert(&encoded, source: source), unchanged: false)
  }

  /// Reads a file's bytes and adds its statements, as ``importQuads(_:from:sha256:domain:replacing:)`` does, without holding them as values:
  /// 72 bytes a triple and a bounded dictionary, whatever the file's size.
  ///
  /// - Parameters:
  ///   - graph: the named graph that gets what the file says of its default graph.
  ///   - mode: whether a bad statement ends the import or is left out and told.
  /// - Throws: `RDFSyntaxError` when the file is not what its format allows; the transaction must then not be kept.
  @discardableResult
  public func importGraph(
    _ bytes: [UInt8], format: RDFFormat, base: String? = nil, from name: String, domain: Domain?, graph: Term? = nil, replacing: Bool = false,
    mode: RDFReader.Mode = .strict
  ) throws -> ImportReport {
    let sha256 = SHA256.hex(of: bytes)
    guard let source = try openImport(named: name, sha256: sha256, domain: domain, replacing: replacing) else {
      return ImportReport(read: 0, added: 0, unchanged: true)
    }
    let scope = BlankScope(sha256)
    var encoded: [EncodedTriple] = []
    try RDFReader.readQuads(bytes, format: format, base: base, mode: mode) { quad, position in
      if encoded.count & 0xFFF == 0 { try connection.checkInterruption() }
      let quad = quad.graph == nil && graph != nil ? Quad(quad.triple, graph: graph) : quad
      encoded.append(try encode(quad, scope: scope, place: position.line, extent: nil, confidence: 1))
    }
    let read = encoded.count
    return ImportReport(read: read, added: try insert(&encoded, source: source), unchanged: false)
  }

  /// The source for a new import; nil when this file was imported already.
  private func openImport(named name: String, sha256: String, domain: Domain?, replacing: Bool) throws -> Int64? {
    let known = try connection.number(
      "SELECT count(*) FROM source WHERE kind = ?1 AND sha256 = ?2 AND name = ?3", .integer(SourceKind.file.rawValue), .text(sha256), .text(name))
    if known > 0 { return nil }
    if replacing { try removeImports(named: name) }
    try connection.run(
      "INSERT INTO source(kind, name, sha256, domain, added) VALUES(?1, ?2, ?3, ?4, ?5)", .integer(SourceKind.file.rawValue), .text(name),
      .text(sha256), .domain(domain), .integer(Self.now))
    return connection.lastInsertedID
  }

  /// Removes what imported files of this name brought, unless something else asserts it too.
  /// - Returns: how many triples went.
  @discardableResult
  public func removeImports(named name: String) throws -> Int {
    let sources = try connection.rows("SELECT id FROM source WHERE kind = ?1 AND name = ?2", .integer(SourceKind.file.rawValue), .text(name)) {
      $0.int64(0)
    }
    return try sources.reduce(0) { try $0 + removeSource($1, isDocument: false) }
  }

  func encode(_ quad: Quad, scope: BlankScope, place: Int, extent: Int?, confidence: Double) throws -> EncodedTriple {
    let triple = quad.triple
    switch triple.subject {
    case .iri, .blank: break
    case .literal, .triple: throw StoreError(.invalid, "a triple's subject must be an IRI or a blank node: \(triple)")
    }
    guard case .iri = triple.predicate else { throw StoreError(.invalid, "a triple's predicate must be an IRI: \(triple)") }
    var graph: Int64 = 0
    if let name = quad.graph {
      switch name {
      case .iri, .blank: graph = try terms.intern(scope.own(name))
      case .literal, .triple: throw StoreError(.invalid, "a graph's name must be an IRI or a blank node, not \(name)")
      }
    }
    // Predicate first, so that a property that is described in the same file gets its low number.
    let predicate = try terms.intern(triple.predicate, isPredicate: true)
    return EncodedTriple(
      subject: try terms.intern(scope.own(triple.subject)), predicate: predicate, object: try terms.intern(scope.own(triple.object)), graph: graph,
      place: Int64(place), extent: extent.map(Int64.init), confidence: confidence)
  }

  /// Stores encoded triples of one source.
  /// - Returns: how many the store did not have.
  func insert(_ triples: inout [EncodedTriple], source: Int64) throws -> Int {
    guard !triples.isEmpty else { return 0 }
    changes.triples = true
    triples.sort(by: EncodedTriple.isBefore)
    let isBulk = try triples.count >= 50_000 && triples.count > Int(connection.number("SELECT count(*) FROM triple"))
    if isBulk { try connection.execute("DROP INDEX triple_id; DROP INDEX triple_pos; DROP INDEX triple_osp; DROP INDEX triple_graph") }
    var added = 0
    let insertion = try connection.prepare(
      """
      INSERT INTO triple(subject, predicate, object, graph, id, source, place, extent, confidence) VALUES(?1, ?2, ?3, ?9, ?4, ?5, ?6, ?7, ?8)
      ON CONFLICT DO NOTHING
      """)
    for (index, triple) in triples.enumerated() {
      if index & 0xFFF == 0 { try connection.checkInterruption() }
      if try insert(triple, source: source, by: insertion) { added += 1 }
    }
    if isBulk {
      for index in Schema.triplesRebuilt { try connection.execute(index) }
    }
    return added
  }

  private func insert(_ triple: EncodedTriple, source: Int64, by statement: Statement) throws -> Bool {
    let id = try terms.nextTriple()
    try statement.bind(triple.subject, at: 1)
    try statement.bind(triple.predicate, at: 2)
    try statement.bind(triple.object, at: 3)
    try statement.bind(id, at: 4)
    try statement.bind(source, at: 5)
    try statement.bind(triple.place, at: 6)
    try statement.bind(.integer(triple.extent), at: 7)
    try statement.bind(.real(triple.confidence), at: 8)
    try statement.bind(triple.graph, at: 9)
    try statement.run()
    if connection.changes > 0 {
      if try isLabelPredicate(triple.predicate), triple.object & 1 == 1 { try addLabel(triple, id: id) }
      return true
    }
    try addAssertion(triple, source: source)
    return false
  }

  /// One more source for a triple that the store has.
  private func addAssertion(_ triple: EncodedTriple, source: Int64) throws {
    let key: [SQLValue] = [.integer(triple.subject), .integer(triple.predicate), .integer(triple.object), .integer(triple.graph)]
    var found: (id: Int64, source: Int64, place: Int64)?
    try connection.forEachRow("SELECT id, source, place FROM triple WHERE subject = ?1 AND predicate = ?2 AND object = ?3 AND graph = ?4", key) {
      found = ($0.int64(0), $0.int64(1), $0.int64(2))
    }
    guard let found else { throw StoreError(.corrupt, "a triple was refused that the store does not have; run `kgassist verify`") }
    // A file that repeats itself says nothing new; a document that says the same elsewhere can be cited at both places.
    if found.source == source, triple.extent == nil || found.place == triple.place { return }
    try connection.run(
      "INSERT OR IGNORE INTO assertion(triple, source, place, extent, confidence) VALUES(?1, ?2, ?3, ?4, ?5)", .integer(found.id),
      .integer(source), .integer(triple.place), .integer(triple.extent), .real(triple.confidence))
  }
}
