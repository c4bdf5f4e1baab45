/// Statements about statements: `<< s p o >>`, `<<( s p o )>>`, `~ reifier` and `{| annotations |}`.
///
/// Source: RDF 1.2 Turtle, section 2.11 and productions reifiedTriple, tripleTerm, annotation.
extension TurtleParser {
  /// `<< s p o ~ r >>` stands for r, of which it says that it reifies the triple.
  mutating func parseReifiedTriple() throws -> Term {
    try enter()
    defer { leave() }
    let position = scanner.position
    guard try scanner.peek(ahead: 2) != UInt8(ascii: "(") else { throw scanner.error("a triple term <<( … )>> can only be an object") }
    scanner.advance(2)
    let subject = try parseInnerTerm("a subject", allowsLiteral: false, allowsReified: true)
    try skipSpace()
    let predicate = try parseVerb()
    let object = try parseInnerTerm("an object", allowsLiteral: true, allowsReified: true)
    try skipSpace()
    let reifier = try scanner.take(UInt8(ascii: "~")) ? parseReifier() : freshBlank()
    try skipSpace()
    for _ in 0..<2 {
      guard try scanner.take(UInt8(ascii: ">")) else { throw scanner.error("a >> is missing here") }
    }
    try emit(reifier, .iri(Vocabulary.RDF.reifies), .triple(Triple(subject, predicate, object)), position)
    return reifier
  }

  /// `<<( s p o )>>`, the triple itself as a term.
  mutating func parseTripleTerm() throws -> Term {
    try enter()
    defer { leave() }
    scanner.advance(3)
    let subject = try parseInnerTerm("a subject", allowsLiteral: false, allowsReified: false)
    try skipSpace()
    let predicate = try parseVerb()
    let object = try parseInnerTerm("an object", allowsLiteral: true, allowsReified: false)
    try skipSpace()
    for byte in ")>>".utf8 {
      guard try scanner.take(byte) else { throw scanner.error("a )>> is missing here") }
    }
    return .triple(Triple(subject, predicate, object))
  }

  /// A subject or object inside `<< >>`, where neither lists nor property lists may stand.
  private mutating func parseInnerTerm(_ wanted: String, allowsLiteral: Bool, allowsReified: Bool) throws -> Term {
    try skipSpace()
    guard let byte = try scanner.peek() else { throw scanner.error("the file ends where \(wanted) is missing") }
    if byte == UInt8(ascii: "["), let blank = try takeAnonymous() { return blank }
    if byte == UInt8(ascii: "<"), try scanner.peek(ahead: 1) == byte {
      if allowsLiteral, try scanner.peek(ahead: 2) == UInt8(ascii: "(") { return try parseTripleTerm() }
      guard allowsReified else { throw scanner.error("\(wanted) of a triple term cannot be a reified triple") }
      return try parseReifiedTriple()
    }
    if allowsLiteral { return try parseAtom(byte) }
    return byte == UInt8(ascii: "_") ? try parseBlank() : .iri(try parseIRI(wanted))
  }

  /// `[]` with nothing but space inside; nil when something else begins here.
  private mutating func takeAnonymous() throws -> Term? {
    scanner.advance()
    try skipSpace()
    guard try scanner.take(UInt8(ascii: "]")) else { throw scanner.error("only an empty [] can stand inside << >>") }
    return freshBlank()
  }

  /// What may stand after `~`: an IRI, a blank node, or nothing, which makes a fresh one.
  private mutating func parseReifier() throws -> Term {
    try skipSpace()
    guard let byte = try scanner.peek() else { return freshBlank() }
    switch byte {
    case UInt8(ascii: "_"): return try parseBlank()
    case UInt8(ascii: "["): return try takeAnonymous() ?? freshBlank()
    case UInt8(ascii: "<"): return .iri(try parseIRI("a reifier"))
    default:
      guard let (value, _) = try scanner.scalar(), value == UInt32(UInt8(ascii: ":")) || NameCharacters.isBase(value) else { return freshBlank() }
      return .iri(try parseIRI("a reifier"))
    }
  }

  /// What is said of the triple right behind it. A block belongs to the reifier just before it, else to a fresh one.
  mutating func parseAnnotations(of triple: Triple, _ position: SourcePosition) throws {
    try enter()
    defer { leave() }
    var pending: Term?
    while true {
      try skipSpace()
      if try scanner.take(UInt8(ascii: "~")) {
        let reifier = try parseReifier()
        try emit(reifier, .iri(Vocabulary.RDF.reifies), .triple(triple), position)
        pending = reifier
      } else if try scanner.peek() == UInt8(ascii: "{"), try scanner.peek(ahead: 1) == UInt8(ascii: "|") {
        scanner.advance(2)
        let reifier: Term
        if let pending { reifier = pending } else {
          reifier = freshBlank()
          try emit(reifier, .iri(Vocabulary.RDF.reifies), .triple(triple), position)
        }
        pending = nil
        try parsePredicateObjectList(reifier)
        try skipSpace()
        for byte in "|}".utf8 {
          guard try scanner.take(byte) else { throw scanner.error("a |} is missing here") }
        }
      } else {
        return
      }
    }
  }
}
