/// N-Triples and N-Quads: one statement a line, absolute IRIs, nothing abbreviated.
///
/// Source: RDF 1.2 N-Triples, section 7, and RDF 1.2 N-Quads, section 6. Checked against the W3C suites.
struct NTriplesParser: StatementParser {
  var scanner: ByteScanner
  private let limits: RDFLimits
  private let allowsGraph: Bool
  private let each: (Quad, SourcePosition) throws -> Void
  private var depth = 0

  init(_ scanner: ByteScanner, allowsGraph: Bool, limits: RDFLimits, _ each: @escaping (Quad, SourcePosition) throws -> Void) {
    self.scanner = scanner
    self.allowsGraph = allowsGraph
    self.limits = limits
    self.each = each
  }

  mutating func parseStatement() throws -> Bool {
    try skipBlanks()
    guard let byte = try scanner.peek() else { return false }
    switch byte {
    case 0x0A, 0x0D: scanner.advance()
    case UInt8(ascii: "#"): try scanner.skipComment()
    case UInt8(ascii: "V"): try parseVersion()
    default: try parseTriple()
    }
    return true
  }

  /// A statement never leaves its line.
  mutating func skipStatement() throws {
    while let byte = try scanner.peek(), byte != 0x0A, byte != 0x0D { scanner.advance() }
  }

  private mutating func parseTriple() throws {
    let subject = try parseNode("a subject (an IRI in <> or a blank node)")
    let predicate = try parsePredicate()
    try skipBlanks()
    let position = scanner.position
    let object = try parseObject()
    try skipBlanks()
    var graph: Term?
    if allowsGraph, let byte = try scanner.peek(), byte == UInt8(ascii: "<") || byte == UInt8(ascii: "_") {
      graph = try parseNode("a graph (an IRI in <> or a blank node)")
      try skipBlanks()
    }
    guard try scanner.take(UInt8(ascii: ".")) else { throw scanner.error("a dot is missing at the end of this triple") }
    try expectLineEnd()
    try each(Quad(Triple(subject, predicate, object), graph: graph), position)
  }

  /// `VERSION "1.2"`: says which features follow; all of them are read whatever it says.
  private mutating func parseVersion() throws {
    for letter in "VERSION".utf8 {
      guard try scanner.take(letter) else { throw scanner.error("a subject (an IRI in <> or a blank node) is missing here") }
    }
    try skipBlanks()
    guard let quote = try scanner.peek(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      throw scanner.error("a version is written in quotes")
    }
    _ = try scanner.takeQuoted(allowsLong: false, limits: limits)
    try expectLineEnd()
  }

  private mutating func expectLineEnd() throws {
    try skipBlanks()
    if try scanner.peek() == UInt8(ascii: "#") { try scanner.skipComment() }
    if let byte = try scanner.peek(), byte != 0x0A, byte != 0x0D { throw scanner.error("only a comment may follow a triple on its line") }
  }

  private mutating func parsePredicate() throws -> Term {
    try skipBlanks()
    guard try scanner.peek() == UInt8(ascii: "<") else { throw scanner.error("a predicate (an IRI in <>) is missing here") }
    return try parseIRI()
  }

  private mutating func parseNode(_ wanted: String) throws -> Term {
    switch try scanner.peek() {
    case UInt8(ascii: "<"): try parseIRI()
    case UInt8(ascii: "_"): .blank(try scanner.takeBlankLabel(limits: limits))
    default: throw scanner.error("\(wanted) is missing here")
    }
  }

  private mutating func parseObject() throws -> Term {
    if try scanner.peek() == UInt8(ascii: "\"") { return try parseLiteral() }
    if try scanner.peek() == UInt8(ascii: "<"), try scanner.peek(ahead: 1) == UInt8(ascii: "<") { return try parseTripleTerm() }
    return try parseNode("an object (an IRI, a blank node or a literal)")
  }

  /// `<<( s p o )>>`, also inside itself.
  private mutating func parseTripleTerm() throws -> Term {
    guard try scanner.peek(ahead: 2) == UInt8(ascii: "(") else { throw scanner.error("a triple term is written <<( … )>>") }
    guard depth < limits.nesting else { throw scanner.error("triple terms are nested deeper than \(limits.nesting)") }
    depth += 1
    defer { depth -= 1 }
    scanner.advance(3)
    try skipBlanks()
    let subject = try parseNode("a subject (an IRI in <> or a blank node)")
    let predicate = try parsePredicate()
    try skipBlanks()
    let object = try parseObject()
    try skipBlanks()
    for byte in ")>>".utf8 {
      guard try scanner.take(byte) else { throw scanner.error("a )>> is missing here") }
    }
    return .triple(Triple(subject, predicate, object))
  }

  private mutating func parseIRI() throws -> Term { .iri(try parseAbsoluteIRI()) }

  private mutating func parseAbsoluteIRI() throws -> String {
    let position = scanner.position
    let iri = try scanner.takeIRIReference(limits: limits)
    guard IRIReference.hasScheme(iri) else { throw RDFSyntaxError("absolute IRIs are needed here, and <\(iri)> has no scheme", at: position) }
    return iri
  }

  private mutating func parseLiteral() throws -> Term {
    let text = try scanner.takeQuoted(allowsLong: false, limits: limits)
    try skipBlanks()
    switch try scanner.peek() {
    case UInt8(ascii: "@"):
      let (language, direction) = try scanner.takeLanguageTag(limits: limits)
      return .literal(Literal(text, language: language, direction: direction))
    case UInt8(ascii: "^"):
      guard try scanner.peek(ahead: 1) == UInt8(ascii: "^") else { throw scanner.error("a datatype is written ^^<IRI>") }
      scanner.advance(2)
      try skipBlanks()
      let place = scanner.position
      guard try scanner.peek() == UInt8(ascii: "<") else { throw scanner.error("a datatype is written ^^<IRI>") }
      let datatype = try parseAbsoluteIRI()
      try scanner.requireDatatype(datatype, at: place)
      return .literal(Literal(text, datatype: datatype))
    default:
      return .literal(Literal(text))
    }
  }

  private mutating func skipBlanks() throws {
    while let byte = try scanner.peek(), byte == 0x20 || byte == 0x09 { scanner.advance() }
  }
}
