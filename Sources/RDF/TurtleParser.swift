/// Turtle and TriG: prefixes, abbreviations, nested blank nodes, lists, statements about statements.
///
/// A recursive descent over the grammars of RDF 1.2 Turtle, section 6.5, and RDF 1.2 TriG, section 4.5; triples leave as soon as their object
/// is known. Recursion follows the nesting of brackets alone, and ``RDFLimits/nesting`` bounds it. Checked against the W3C suites.
struct TurtleParser: StatementParser {
  var scanner: ByteScanner
  let limits: RDFLimits
  let allowsGraphs: Bool
  private let each: (Quad, SourcePosition) throws -> Void
  private var base: IRIReference?
  /// By the prefix's bytes: equivalent Unicode is not the same prefix.
  private var prefixes: [[UInt8]: String] = [:]
  private var generated = 0
  private var depth = 0
  /// The graph whose braces are open.
  var graph: Term?
  var isInBraces = false

  init(
    _ scanner: ByteScanner, allowsGraphs: Bool, base: String?, limits: RDFLimits, _ each: @escaping (Quad, SourcePosition) throws -> Void
  ) {
    self.scanner = scanner
    self.allowsGraphs = allowsGraphs
    self.base = base.map(IRIReference.init)
    self.limits = limits
    self.each = each
  }

  mutating func parseStatement() throws -> Bool {
    try skipSpace()
    guard let byte = try scanner.peek() else {
      guard isInBraces else { return false }
      isInBraces = false
      throw scanner.error("the file ends inside a graph, where a } is missing")
    }
    if isInBraces {
      try parseInBraces(byte)
    } else if byte == UInt8(ascii: "@") {
      try parseAtDirective()
    } else if try !parseKeywordDirective(byte), try !parseGraph(byte) {
      try parseTriples()
      if !isInBraces { try expectDot() }
    }
    return true
  }

  // MARK: Directives

  private mutating func parseAtDirective() throws {
    let start = scanner.position
    scanner.advance()
    if try takeKeyword("prefix", afterAt: true) {
      try parsePrefix()
    } else if try takeKeyword("base", afterAt: true) {
      try parseBase()
    } else if try takeKeyword("version", afterAt: true) {
      try parseVersion()
    } else {
      throw RDFSyntaxError("only @prefix, @base and @version begin with @ here", at: start)
    }
    try expectDot()
  }

  /// PREFIX, BASE and VERSION as SPARQL writes them: any case, no dot. A prefixed name may begin with the same letters.
  private mutating func parseKeywordDirective(_ byte: UInt8) throws -> Bool {
    switch byte | 0x20 {
    case UInt8(ascii: "p"):
      guard try takeKeyword("prefix", anyCase: true) else { return false }
      try parsePrefix()
    case UInt8(ascii: "b"):
      guard try takeKeyword("base", anyCase: true) else { return false }
      try parseBase()
    case UInt8(ascii: "v"):
      guard try takeKeyword("version", anyCase: true) else { return false }
      try parseVersion()
    default: return false
    }
    return true
  }

  private mutating func parsePrefix() throws {
    try skipSpace()
    let place = scanner.position
    let prefix = try takePrefix()
    guard try scanner.take(UInt8(ascii: ":")) else { throw RDFSyntaxError("a prefix such as \"ex:\" is missing here", at: place) }
    try skipSpace()
    guard try scanner.peek() == UInt8(ascii: "<") else { throw scanner.error("the prefix's IRI in <> is missing here") }
    prefixes[prefix] = try takeIRI()
  }

  private mutating func parseBase() throws {
    try skipSpace()
    guard try scanner.peek() == UInt8(ascii: "<") else { throw scanner.error("the base IRI in <> is missing here") }
    base = IRIReference(try takeIRI())
  }

  /// Says which features follow; all of them are read whatever it says.
  private mutating func parseVersion() throws {
    try skipSpace()
    guard let quote = try scanner.peek(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      throw scanner.error("a version is written in quotes")
    }
    _ = try scanner.takeQuoted(allowsLong: false, limits: limits)
  }

  // MARK: Statements

  mutating func parseTriples() throws {
    switch try scanner.peek() {
    case UInt8(ascii: "["):
      let (subject, isEmpty) = try parseBracketed()
      try skipSpace()
      if isEmpty, try openBraces(of: subject) { return }
      // `[ :p :o ] .` is a statement; `[] .` is not.
      if !isEmpty, try endsStatement() { return }
      try parsePredicateObjectList(subject)
    case UInt8(ascii: "<") where try scanner.peek(ahead: 1) == UInt8(ascii: "<"):
      let subject = try parseReifiedTriple()
      try skipSpace()
      if try endsStatement() { return }
      try parsePredicateObjectList(subject)
    case UInt8(ascii: "("): try parsePredicateObjectList(parseCollection())
    default:
      let subject = try parseSubject()
      try skipSpace()
      if try openBraces(of: subject) { return }
      try parsePredicateObjectList(subject)
    }
  }

  private mutating func parseSubject() throws -> Term {
    try scanner.peek() == UInt8(ascii: "_") ? parseBlank() : .iri(parseIRI("a subject"))
  }

  /// A dot, or in TriG the brace behind a last statement without one.
  private mutating func endsStatement() throws -> Bool {
    let byte = try scanner.peek()
    return byte == UInt8(ascii: ".") || (isInBraces && byte == UInt8(ascii: "}"))
  }

  mutating func parsePredicateObjectList(_ subject: Term) throws {
    while true {
      try skipSpace()
      let predicate = try parseVerb()
      repeat {
        try skipSpace()
        let position = scanner.position
        let object = try parseObject()
        try emit(subject, predicate, object, position)
        try skipSpace()
        if let byte = try scanner.peek(), byte == UInt8(ascii: "~") || byte == UInt8(ascii: "{") {
          try parseAnnotations(of: Triple(subject, predicate, object), position)
        }
      } while try scanner.take(UInt8(ascii: ","))
      guard try scanner.peek() == UInt8(ascii: ";") else { return }
      while try scanner.take(UInt8(ascii: ";")) { try skipSpace() }
      // A semicolon may be the last thing before the end.
      switch try scanner.peek() {
      case UInt8(ascii: "."), UInt8(ascii: "]"), UInt8(ascii: "|"), UInt8(ascii: "}"): return
      default: break
      }
    }
  }

  mutating func parseVerb() throws -> Term {
    if try scanner.peek() == UInt8(ascii: "a"), try takeKeyword("a") { return .iri(Vocabulary.RDF.type) }
    return .iri(try parseIRI("a predicate"))
  }

  mutating func parseObject() throws -> Term {
    guard let byte = try scanner.peek() else { throw scanner.error("the file ends where an object is missing") }
    switch byte {
    case UInt8(ascii: "["): return try parseBracketed().node
    case UInt8(ascii: "("): return try parseCollection()
    case UInt8(ascii: "<") where try scanner.peek(ahead: 1) == UInt8(ascii: "<"):
      return try scanner.peek(ahead: 2) == UInt8(ascii: "(") ? parseTripleTerm() : parseReifiedTriple()
    default: return try parseAtom(byte)
    }
  }

  /// An object that holds no other statement.
  mutating func parseAtom(_ byte: UInt8) throws -> Term {
    switch byte {
    case UInt8(ascii: "_"): return try parseBlank()
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return .literal(try parseQuotedLiteral())
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): return .literal(try parseNumber())
    case UInt8(ascii: "t") where try takeKeyword("true"): return .literal(Literal("true", datatype: Vocabulary.XSD.boolean))
    case UInt8(ascii: "f") where try takeKeyword("false"): return .literal(Literal("false", datatype: Vocabulary.XSD.boolean))
    default: return .iri(try parseIRI("an object"))
    }
  }

  func emit(_ subject: Term, _ predicate: Term, _ object: Term, _ position: SourcePosition) throws {
    try each(Quad(Triple(subject, predicate, object), graph: graph), position)
  }

  mutating func expectDot() throws {
    try skipSpace()
    guard try scanner.take(UInt8(ascii: ".")) else {
      throw scanner.error(try scanner.peek() == nil ? "the file ends where a dot is missing" : "a dot is missing before this")
    }
  }

  // MARK: Names

  mutating func parseIRI(_ wanted: String) throws -> String {
    if try scanner.peek() == UInt8(ascii: "<") { return try takeIRI() }
    let start = scanner.position
    let prefix = try takePrefix()
    guard try scanner.take(UInt8(ascii: ":")) else { throw RDFSyntaxError("\(wanted) is missing here", at: start) }
    guard let namespace = prefixes[prefix] else {
      throw RDFSyntaxError("the prefix \"\(String(decoding: prefix, as: UTF8.self)):\" is not declared", at: start)
    }
    return try namespace + takeLocalName()
  }

  private mutating func takeIRI() throws -> String {
    let start = scanner.position
    let reference = try scanner.takeIRIReference(limits: limits)
    if IRIReference.hasScheme(reference) { return reference }
    guard let base, base.scheme != nil else {
      throw RDFSyntaxError("<\(reference)> is relative and there is no base IRI; add @base or an absolute IRI", at: start)
    }
    return IRIReference(reference).resolved(against: base)
  }

  // MARK: State

  mutating func freshBlank() -> Term {
    generated += 1
    return .blank("_g\(generated)")
  }

  mutating func enter() throws {
    guard depth < limits.nesting else { throw scanner.error("brackets are nested deeper than \(limits.nesting)") }
    depth += 1
  }

  mutating func leave() { depth -= 1 }
}
