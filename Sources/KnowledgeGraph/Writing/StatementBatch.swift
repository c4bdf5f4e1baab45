internal import RDF

/// Statements of a file on their way from who reads them to who stores them: each different term once, and the statements as places among the terms.
///
/// It is filled on the reading thread. In files neighbours share subjects and predicates, so that the storing thread, which a load waits for,
/// looks a third of the terms up and copies none.
struct StatementBatch: Sendable {
  struct Statement {
    var subject, predicate, object: Int32
    /// -1 for the default graph.
    var graph: Int32
    var line: Int32
    /// Whether it may say something about another statement of its file.
    var isAnnotation: Bool
  }

  /// As many as are handed over at a time.
  static let most = 1024

  private let scope: BlankScope
  private let defaultGraph: Term?
  private(set) var terms: [Term] = []
  private(set) var digests: [TermDigest] = []
  private(set) var statements: [Statement] = []
  /// A term's place plus one by its digest.
  private var places = TermNumbers()

  /// - Parameters:
  ///   - scope: names the file's blank nodes.
  ///   - graph: gets what the file says of its default graph; nil for the store's.
  init(_ scope: BlankScope, graph: Term?) {
    self.scope = scope
    defaultGraph = graph
    statements.reserveCapacity(Self.most)
  }

  var isFull: Bool { statements.count >= Self.most }

  /// Hands statements that are at hand over, batch by batch.
  static func pass(_ quads: some Sequence<(Quad, Int)>, scope: BlankScope, to hand: (StatementBatch) throws -> Void) throws {
    var batch = StatementBatch(scope, graph: nil)
    for (quad, line) in quads {
      try batch.append(quad, line: line)
      guard batch.isFull else { continue }
      try hand(batch)
      batch = StatementBatch(scope, graph: nil)
    }
    try hand(batch)
  }

  /// - Throws: ``StoreError`` where RDF does not allow a term at its place.
  mutating func append(_ quad: Quad, line: Int) throws {
    let triple = quad.triple
    try Self.check(quad)
    statements.append(
      Statement(
        subject: place(of: scope.own(triple.subject)), predicate: place(of: triple.predicate), object: place(of: scope.own(triple.object)),
        graph: (quad.graph ?? defaultGraph).map { place(of: scope.own($0)) } ?? -1, line: Int32(clamping: line),
        isAnnotation: AnnotationCollector.concerns(triple.predicate)))
  }

  /// The statement as it was read, with the store's names for its blank nodes.
  func quad(_ statement: Statement) -> Quad {
    Quad(
      Triple(terms[Int(statement.subject)], terms[Int(statement.predicate)], terms[Int(statement.object)]),
      graph: statement.graph < 0 ? nil : terms[Int(statement.graph)])
  }

  private mutating func place(of term: Term) -> Int32 {
    let digest = TermDigest.of(term)
    if let known = places[digest] { return Int32(known - 1) }
    terms.append(term)
    digests.append(digest)
    places.insert(Int64(terms.count), for: digest)
    return Int32(terms.count - 1)
  }

  /// - Throws: ``StoreError`` for what RDF does not allow at its place.
  static func check(_ quad: Quad) throws(StoreError) {
    switch quad.triple.subject {
    case .iri, .blank: break
    case .literal, .triple: throw StoreError(.invalid, "a triple's subject must be an IRI or a blank node: \(quad.triple)")
    }
    guard case .iri = quad.triple.predicate else { throw StoreError(.invalid, "a triple's predicate must be an IRI: \(quad.triple)") }
    switch quad.graph {
    case nil, .iri, .blank: break
    case .literal(_), .triple(_): throw StoreError(.invalid, "a graph's name must be an IRI or a blank node, not \(quad.graph?.description ?? "")")
    }
  }
}
