/// N-Triples: one triple a line, absolute IRIs, nothing abbreviated.
///
/// Source: RDF 1.1 N-Triples, section 7. Checked against the W3C suite.
struct NTriplesParser {
  private var scanner: ByteScanner
  private let limits: RDFLimits

  init(_ scanner: ByteScanner, limits: RDFLimits) {
    self.scanner = scanner
    self.limits = limits
  }

  mutating func parse(_ each: (Triple, SourcePosition) throws -> Void) throws {
    while true {
      try skipBlanks()
      guard let byte = try scanner.peek() else { return }
      switch byte {
      case 0x0A, 0x0D: scanner.advance()
      case UInt8(ascii: "#"): try scanner.skipComment()
      default: try parseTriple(each)
      }
    }
  }

  private mutating func parseTriple(_ each: (Triple, SourcePosition) throws -> Void) throws {
    let subject = try parseNode("a subject (an IRI in <> or a blank node)")
    try skipBlanks()
    guard try scanner.peek() == UInt8(ascii: "<") else { throw scanner.error("a predicate (an IRI in <>) is missing here") }
    let predicate = try parseIRI()
    try skipBlanks()
    let position = scanner.position
    let object = try scanner.peek() == UInt8(ascii: "\"") ? parseLiteral() : parseNode("an object (an IRI, a blank node or a literal)")
    try skipBlanks()
    guard try scanner.take(UInt8(ascii: ".")) else { throw scanner.error("a dot is missing at the end of this triple") }
    try skipBlanks()
    if try scanner.peek() == UInt8(ascii: "#") { try scanner.skipComment() }
    if let byte = try scanner.peek(), byte != 0x0A, byte != 0x0D { throw scanner.error("only a comment may follow a triple on its line") }
    try each(Triple(subject, predicate, object), position)
  }

  private mutating func parseNode(_ wanted: String) throws -> Term {
    switch try scanner.peek() {
    case UInt8(ascii: "<"): try parseIRI()
    case UInt8(ascii: "_"): .blank(try scanner.takeBlankLabel(limits: limits))
    default: throw scanner.error("\(wanted) is missing here")
    }
  }

  private mutating func parseIRI() throws -> Term { .iri(try parseAbsoluteIRI()) }

  private mutating func parseAbsoluteIRI() throws -> String {
    let position = scanner.position
    let iri = try scanner.takeIRIReference(limits: limits)
    guard IRIReference.hasScheme(iri) else { throw RDFSyntaxError("N-Triples needs absolute IRIs, and <\(iri)> has no scheme", at: position) }
    return iri
  }

  private mutating func parseLiteral() throws -> Term {
    let text = try scanner.takeQuoted(allowsLong: false, limits: limits)
    switch try scanner.peek() {
    case UInt8(ascii: "@"):
      return .literal(Literal(text, language: try scanner.takeLanguageTag(limits: limits)))
    case UInt8(ascii: "^"):
      guard try scanner.peek(ahead: 1) == UInt8(ascii: "^"), try scanner.peek(ahead: 2) == UInt8(ascii: "<") else {
        throw scanner.error("a datatype is written ^^<IRI>")
      }
      scanner.advance(2)
      return .literal(Literal(text, datatype: try parseAbsoluteIRI()))
    default:
      return .literal(Literal(text))
    }
  }

  private mutating func skipBlanks() throws {
    while let byte = try scanner.peek(), byte == 0x20 || byte == 0x09 { scanner.advance() }
  }
}
