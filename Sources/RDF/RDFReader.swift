/// Reads a graph from bytes, one triple at a time, in the order of the file.
///
/// Memory is bounded by the longest single term and the table of prefixes, not by the file. Blank node labels are kept as written in
/// N-Triples; Turtle's unlabelled nodes become `_g1`, `_g2`, …, and a written label that begins with `_` gets one more, so that they never meet.
public enum RDFReader {
  /// - Parameters:
  ///   - base: the absolute IRI that relative IRIs of Turtle are resolved against (RFC 3986, section 5); without one, relative IRIs are refused.
  ///   - each: gets every triple with the position of its object. What it throws ends the reading.
  /// - Throws: ``RDFSyntaxError``, or what `each` throws. The triples before the error were delivered.
  public static func read(
    _ bytes: [UInt8], format: RDFFormat, base: String? = nil, limits: RDFLimits = RDFLimits(),
    _ each: (Triple, SourcePosition) throws -> Void
  ) throws {
    var rest: [UInt8]? = bytes
    try read(
      chunks: {
        defer { rest = nil }
        return rest
      }, format: format, base: base, limits: limits, each)
  }

  /// The same over a file that comes in pieces; `chunks` gives the next one, nil at the end. Where the pieces are cut makes no difference.
  public static func read(
    chunks: () throws -> [UInt8]?, format: RDFFormat, base: String? = nil, limits: RDFLimits = RDFLimits(),
    _ each: (Triple, SourcePosition) throws -> Void
  ) throws {
    try withoutActuallyEscaping(chunks) { chunks in
      try withoutActuallyEscaping(each) { each in
        let scanner = ByteScanner(chunks)
        switch format {
        case .ntriples:
          var parser = NTriplesParser(scanner, limits: limits)
          try parser.parse(each)
        case .turtle:
          var parser = TurtleParser(scanner, base: base, limits: limits, each)
          try parser.parse()
        }
      }
    }
  }

  /// All triples of a small text.
  public static func triples(_ text: String, format: RDFFormat, base: String? = nil) throws -> [Triple] {
    var result: [Triple] = []
    try read(Array(text.utf8), format: format, base: base) { triple, _ in result.append(triple) }
    return result
  }
}
