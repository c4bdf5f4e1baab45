import Kernels
public import RDF

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
    return try store(source: source) { try StatementBatch.pass(quads.lazy.map { ($0, $1.line) }, scope: BlankScope(sha256), to: $0) }
  }

  /// Reads a file's bytes and adds its statements, as ``importQuads(_:from:sha256:domain:replacing:)`` does, without holding them as values:
  /// 40 bytes a triple and a bounded dictionary, whatever the file's size.
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
    let reading = ReadAhead(format: format, base: base, scope: BlankScope(sha256), graph: graph)
    return try store(source: source) { try reading.read(bytes, mode: mode, $0) }
  }

  /// Reads a graph from a file, as ``importGraph(_:format:base:from:domain:graph:replacing:mode:)`` does with bytes, in pieces of 1 MiB: whatever its
  /// size, of its text little is ever in memory. It is read twice, first for its digest.
  ///
  /// - Throws: ``StoreError`` also when the file changed meanwhile.
  @discardableResult
  public func importGraph(
    file path: String, format: RDFFormat, base: String? = nil, from name: String, domain: Domain?, graph: Term? = nil, replacing: Bool = false,
    mode: RDFReader.Mode = .strict
  ) throws -> ImportReport {
    let file = try FilePieces(path)
    let state = file.state()
    var hash = SHA256()
    while let piece = try file.next() {
      try connection.checkInterruption()
      hash.update(piece)
    }
    let sha256 = hash.hex()
    guard let source = try openImport(named: name, sha256: sha256, domain: domain, replacing: replacing) else {
      return ImportReport(read: 0, added: 0, unchanged: true)
    }
    file.rewind()
    let reading = ReadAhead(format: format, base: base, scope: BlankScope(sha256), graph: graph)
    let report = try store(source: source) { try reading.read(chunks: { try file.next() }, mode: mode, $0) }
    guard file.state() == state else { throw StoreError(.invalid, "\(path) was changed while it was read; import it again") }
    return report
  }

  /// Stores what `read` gives to the closure it gets, with what the statements say about each other.
  func store(source: Int64, _ read: ((StatementBatch) throws -> Void) throws -> Void) throws -> ImportReport {
    var batch = TripleBatch()
    var annotations = AnnotationCollector()
    try terms.loading {
      try read { statements in
        try connection.checkInterruption()
        try encode(statements, into: &batch)
        for statement in statements.statements where statement.isAnnotation { try annotations.take(statements.quad(statement)) }
      }
    }
    try annotations.apply(to: &batch, number: terms.number(of:))
    let count = batch.triples.count
    let before = changes.contradictions.count
    let added = try insert(&batch, source: source)
    return ImportReport(read: count, added: added, unchanged: false, contradictions: Array(changes.contradictions.dropFirst(before)))
  }

  /// Each different term's number is looked up once, in the order of the statements, so that the same file gives the same numbers.
  private func encode(_ source: StatementBatch, into batch: inout TripleBatch) throws {
    var numbers = [Int64](repeating: 0, count: source.terms.count)
    func number(_ place: Int32, isPredicate: Bool = false) throws -> Int64 {
      let place = Int(place)
      if numbers[place] == 0 { numbers[place] = try terms.intern(source.terms[place], digest: source.digests[place], isPredicate: isPredicate) }
      return numbers[place]
    }
    for statement in source.statements {
      let graph = statement.graph < 0 ? 0 : try number(statement.graph)
      // Predicate first, so that a property that is described in the same file gets its low number.
      let predicate = try number(statement.predicate, isPredicate: true)
      let subject = try number(statement.subject), object = try number(statement.object)
      batch.append(EncodedTriple(subject: subject, predicate: predicate, object: object, graph: graph, place: Int(statement.line)))
      if object & 1 == 1 { try keepLabel(source.terms[Int(statement.object)], object, of: predicate) }
    }
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

  /// One statement of a document or a person.
  func encode(_ quad: Quad, scope: BlankScope, place: Int) throws -> EncodedTriple {
    try StatementBatch.check(quad)
    let graph = try quad.graph.map { try terms.intern(scope.own($0)) } ?? 0
    let predicate = try terms.intern(quad.triple.predicate, isPredicate: true)
    let subject = try terms.intern(scope.own(quad.triple.subject))
    let object = try terms.intern(scope.own(quad.triple.object))
    try keepLabel(quad.triple.object, object, of: predicate)
    return EncodedTriple(subject: subject, predicate: predicate, object: object, graph: graph, place: place)
  }

  /// Names are stored once more when their triples are; a few at hand save reading them again.
  private func keepLabel(_ term: Term, _ object: Int64, of predicate: Int64) throws {
    if case .literal(let literal) = term, labelTexts.count < 200_000, try isLabelPredicate(predicate) { labelTexts[object] = literal.lexical }
  }
}
