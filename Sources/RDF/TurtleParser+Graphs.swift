/// TriG's graphs, and the way on behind a statement that could not be read.
extension TurtleParser {
  /// `GRAPH name {` or `{`, the default graph. What begins with a name alone is told from a triple later, by ``openBraces(of:)``.
  mutating func parseGraph(_ byte: UInt8) throws -> Bool {
    guard allowsGraphs else { return false }
    if byte == UInt8(ascii: "{") {
      scanner.advance()
      (graph, isInBraces) = (nil, true)
      return true
    }
    guard byte | 0x20 == UInt8(ascii: "g"), try takeKeyword("graph", anyCase: true) else { return false }
    try skipSpace()
    let name: Term
    switch try scanner.peek() {
    case UInt8(ascii: "_"): name = try parseBlank()
    case UInt8(ascii: "["):
      let (node, isEmpty) = try parseBracketed()
      guard isEmpty else { throw scanner.error("a graph is named by an IRI or a blank node") }
      name = node
    default: name = .iri(try parseIRI("a graph's name"))
    }
    try skipSpace()
    guard try openBraces(of: name) else { throw scanner.error("a { is missing after the graph's name") }
    return true
  }

  /// Consumes the brace that makes a name that of a graph.
  mutating func openBraces(of name: Term) throws -> Bool {
    guard allowsGraphs, !isInBraces, try scanner.peek() == UInt8(ascii: "{") else { return false }
    scanner.advance()
    (graph, isInBraces) = (name, true)
    return true
  }

  /// One statement between braces, whose dot may be missing before the closing one.
  mutating func parseInBraces(_ byte: UInt8) throws {
    if byte == UInt8(ascii: "}") {
      scanner.advance()
      (graph, isInBraces) = (nil, false)
      return
    }
    try parseTriples()
    try skipSpace()
    if try scanner.peek() != UInt8(ascii: "}") { try expectDot() }
  }

  /// Goes behind the next dot that ends a statement: not in an IRI, a text, a comment or a number. A graph whose name is bad goes with its braces.
  mutating func skipStatement() throws {
    // The error may stand at the end of a line that was meant to end the statement.
    if scanner.lastVisible == UInt8(ascii: "."), try endsLine() { return }
    var braces = 0
    while let byte = try scanner.peek() {
      switch byte {
      case UInt8(ascii: "#"): while let next = try scanner.peek(), next != 0x0A, next != 0x0D { scanner.advance() }
      case UInt8(ascii: "<"): try skipIRI()
      case UInt8(ascii: "\""), UInt8(ascii: "'"): try skipText(byte)
      case UInt8(ascii: "{"):
        scanner.advance()
        if allowsGraphs, try scanner.peek() != UInt8(ascii: "|") { braces += 1 }
      case UInt8(ascii: "}"):
        // The brace of an annotation belongs to the statement; a graph's own one ends it.
        let closesAnnotation = scanner.lastVisible == UInt8(ascii: "|")
        if isInBraces, braces == 0, !closesAnnotation { return }
        scanner.advance()
        if !closesAnnotation, braces > 0 {
          braces -= 1
          if braces == 0 { return }
        }
      case UInt8(ascii: "."):
        scanner.advance()
        if braces == 0, try endsWord() { return }
      default: scanner.advance()
      }
    }
  }

  private mutating func endsLine() throws -> Bool {
    guard let byte = try scanner.peek() else { return true }
    return byte == 0x0A || byte == 0x0D
  }

  private mutating func endsWord() throws -> Bool {
    guard let byte = try scanner.peek() else { return true }
    return byte <= 0x20 || byte == UInt8(ascii: "#") || byte == UInt8(ascii: "}")
  }

  private mutating func skipIRI() throws {
    scanner.advance()
    while let byte = try scanner.peek(), byte > 0x20, byte != UInt8(ascii: "<") {
      scanner.advance()
      if byte == UInt8(ascii: ">") { return }
    }
  }

  /// A short text ends at its line's end if no quote does it before.
  private mutating func skipText(_ quote: UInt8) throws {
    let isLong = try scanner.peek(ahead: 1) == quote && scanner.peek(ahead: 2) == quote
    scanner.advance(isLong ? 3 : 1)
    while let byte = try scanner.peek() {
      if byte == UInt8(ascii: "\\") {
        scanner.advance()
        if try scanner.peek() != nil { scanner.advance() }
      } else if byte == quote {
        if !isLong { return scanner.advance() }
        if try scanner.peek(ahead: 1) == quote, try scanner.peek(ahead: 2) == quote { return scanner.advance(3) }
        scanner.advance()
      } else if !isLong, byte == 0x0A || byte == 0x0D {
        return
      } else {
        scanner.advance()
      }
    }
  }
}
