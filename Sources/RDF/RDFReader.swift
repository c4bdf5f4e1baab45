/// Reads graphs from bytes, one statement at a time, in the order of the file.
///
/// Memory is bounded by the longest single term and the table of prefixes, not by the file. Blank node labels are kept as written in
/// N-Triples and N-Quads; the unlabelled nodes of Turtle and TriG become `_g1`, `_g2`, …, and a written label that begins with `_` gets one
/// more, so that they never meet.
public enum RDFReader {
  /// What to do with a statement that cannot be read.
  public enum Mode {
    /// The first one ends the reading with its error.
    case strict
    /// It is left out as a whole, told to the closure, and reading goes on behind it. A statement of more than
    /// ``RDFLimits/heldStatements`` triples is delivered in parts, of which those before the error stay. What the closure throws ends the reading.
    case lenient((RDFSyntaxError) throws -> Void)
  }

  /// - Parameters:
  ///   - base: the absolute IRI that relative IRIs of Turtle and TriG are resolved against (RFC 3986, section 5); without one, relative IRIs are refused.
  ///   - each: gets every statement with the position of its object. What it throws ends the reading.
  /// - Throws: ``RDFSyntaxError``, or what `each` throws. The statements before the error were delivered.
  public static func readQuads(
    chunks: () throws -> [UInt8]?, format: RDFFormat, base: String? = nil, limits: RDFLimits = RDFLimits(), mode: Mode = .strict,
    _ each: (Quad, SourcePosition) throws -> Void
  ) throws {
    try withoutActuallyEscaping(chunks) { chunks in
      try withoutActuallyEscaping(each) { each in
        let scanner = ByteScanner(chunks)
        let held = HeldStatements(mode: mode, limit: limits.heldStatements, each)
        switch format {
        case .ntriples, .nquads:
          try run(NTriplesParser(scanner, allowsGraph: format == .nquads, limits: limits, held.take), held, mode)
        case .turtle, .trig:
          try run(TurtleParser(scanner, allowsGraphs: format == .trig, base: base, limits: limits, held.take), held, mode)
        }
      }
    }
  }

  /// The same over bytes that are all there.
  public static func readQuads(
    _ bytes: [UInt8], format: RDFFormat, base: String? = nil, limits: RDFLimits = RDFLimits(), mode: Mode = .strict,
    _ each: (Quad, SourcePosition) throws -> Void
  ) throws {
    try readQuads(chunks: once(bytes), format: format, base: base, limits: limits, mode: mode, each)
  }

  /// The triples of a file; the names of graphs are left out.
  public static func read(
    _ bytes: [UInt8], format: RDFFormat, base: String? = nil, limits: RDFLimits = RDFLimits(),
    _ each: (Triple, SourcePosition) throws -> Void
  ) throws {
    try readQuads(chunks: once(bytes), format: format, base: base, limits: limits) { try each($0.triple, $1) }
  }

  /// The same over a file that comes in pieces; `chunks` gives the next one, nil at the end. Where the pieces are cut makes no difference.
  public static func read(
    chunks: () throws -> [UInt8]?, format: RDFFormat, base: String? = nil, limits: RDFLimits = RDFLimits(),
    _ each: (Triple, SourcePosition) throws -> Void
  ) throws {
    try readQuads(chunks: chunks, format: format, base: base, limits: limits) { try each($0.triple, $1) }
  }

  /// All triples of a small text.
  public static func triples(_ text: String, format: RDFFormat, base: String? = nil) throws -> [Triple] {
    var result: [Triple] = []
    try read(Array(text.utf8), format: format, base: base) { triple, _ in result.append(triple) }
    return result
  }

  /// One term as N-Triples writes an object: `<urn:a>`, `_:b`, `"text"@en`, `<<( … )>>`.
  public static func term(_ ntriples: String) throws -> Term {
    var found: Term?
    try read(Array("<urn:s> <urn:p> \(ntriples) .".utf8), format: .ntriples) { triple, _ in found = triple.object }
    guard let found else { throw RDFSyntaxError("a term is missing", at: SourcePosition(line: 1, column: 1, byteOffset: 0)) }
    return found
  }

  private static func once(_ bytes: [UInt8]) -> () -> [UInt8]? {
    var rest: [UInt8]? = bytes
    return {
      defer { rest = nil }
      return rest
    }
  }

  private static func run(_ parser: consuming some StatementParser, _ held: HeldStatements, _ mode: Mode) throws {
    var parser = parser
    while true {
      do {
        guard try parser.parseStatement() else { break }
        try held.release()
      } catch var error as RDFSyntaxError {
        error.endOffset = max(error.endOffset, parser.scanner.offset)
        guard case .lenient(let report) = mode, !held.isReleasing else { throw error }
        held.discard()
        try report(error)
        try parser.skipStatement()
      }
    }
    try held.release()
  }
}
