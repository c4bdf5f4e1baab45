/// Turtle: prefixes, abbreviations, nested blank nodes and lists.
///
/// A recursive descent over the grammar of RDF 1.1 Turtle, section 6.5; triples leave as soon as their object is known. Recursion follows the
/// nesting of brackets alone, and ``RDFLimits/nesting`` bounds it. Checked against the W3C suite.
struct TurtleParser {
  var scanner: ByteScanner
  let limits: RDFLimits
  private let each: (Triple, SourcePosition) throws -> Void
  private var base: IRIReference?
  private var prefixes: [String: String] = [:]
  private var generated = 0
  private var depth = 0

  init(_ scanner: ByteScanner, base: String?, limits: RDFLimits, _ each: @escaping (Triple, SourcePosition) throws -> Void) {
    self.scanner = scanner
    self.base = base.map(IRIReference.init)
    self.limits = limits
    self.each = each
  }

  mutating func parse() throws {
    while true {
      try skipSpace()
      guard let byte = try scanner.peek() else { return }
      if byte == UInt8(ascii: "@") {
        try parseAtDirective()
      } else if try !parseKeywordDirective() {
        try parseTriples()
        try expectDot()
      }
    }
  }

  // MARK: Directives

  private mutating func parseAtDirective() throws {
    let start = scanner.position
    scanner.advance()
    if try takeKeyword("prefix") {
      try parsePrefix()
    } else if try takeKeyword("base") {
      try parseBase()
    } else {
      throw RDFSyntaxError("only @prefix and @base begin with @ here", at: start)
    }
    try expectDot()
  }

  /// PREFIX and BASE as SPARQL writes them: any case, no dot. A prefixed name may begin with the same letters.
  private mutating func parseKeywordDirective() throws -> Bool {
    if try takeKeyword("prefix", anyCase: true) {
      try parsePrefix()
    } else if try takeKeyword("base", anyCase: true) {
      try parseBase()
    } else {
      return false
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

  // MARK: Statements

  private mutating func parseTriples() throws {
    if try scanner.peek() == UInt8(ascii: "[") {
      let (subject, isEmpty) = try parseBracketed()
      try skipSpace()
      // `[ :p :o ] .` is a statement; `[] .` is not.
      if !isEmpty, try scanner.peek() == UInt8(ascii: ".") { return }
      try parsePredicateObjectList(subject)
    } else {
      let subject = try parseSubject()
      try parsePredicateObjectList(subject)
    }
  }

  private mutating func parseSubject() throws -> Term {
    switch try scanner.peek() {
    case UInt8(ascii: "("): try parseCollection()
    case UInt8(ascii: "_"): try parseBlank()
    default: .iri(try parseIRI("a subject"))
    }
  }

  private mutating func parsePredicateObjectList(_ subject: Term) throws {
    while true {
      try skipSpace()
      let predicate = try parseVerb()
      repeat {
        try skipSpace()
        let position = scanner.position
        let object = try parseObject()
        try emit(subject, predicate, object, position)
        try skipSpace()
      } while try scanner.take(UInt8(ascii: ","))
      guard try scanner.peek() == UInt8(ascii: ";") else { return }
      while try scanner.take(UInt8(ascii: ";")) { try skipSpace() }
      // A semicolon may be the last thing before the end.
      if let byte = try scanner.peek(), byte == UInt8(ascii: ".") || byte == UInt8(ascii: "]") { return }
    }
  }

  private mutating func parseVerb() throws -> Term {
    if try takeKeyword("a") { return .iri(Vocabulary.RDF.type) }
    return .iri(try parseIRI("a predicate"))
  }

  private mutating func parseObject() throws -> Term {
    guard let byte = try scanner.peek() else { throw scanner.error("the file ends where an object is missing") }
    switch byte {
    case UInt8(ascii: "["): return try parseBracketed().node
    case UInt8(ascii: "("): return try parseCollection()
    case UInt8(ascii: "_"): return try parseBlank()
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return .literal(try parseQuotedLiteral())
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): return .literal(try parseNumber())
    case UInt8(ascii: "t") where try takeKeyword("true"): return .literal(Literal("true", datatype: Vocabulary.XSD.boolean))
    case UInt8(ascii: "f") where try takeKeyword("false"): return .literal(Literal("false", datatype: Vocabulary.XSD.boolean))
    default: return .iri(try parseIRI("an object"))
    }
  }

  private func emit(_ subject: Term, _ predicate: Term, _ object: Term, _ position: SourcePosition) throws {
    try each(Triple(subject, predicate, object), position)
  }

  private mutating func expectDot() throws {
    try skipSpace()
    guard try scanner.take(UInt8(ascii: ".")) else {
      throw scanner.error(try scanner.peek() == nil ? "the file ends where a dot is missing" : "a dot is missing before this")
    }
  }

  // MARK: Nodes

  /// `[ … ]`: a fresh node with what is said of it inside.
  private mutating func parseBracketed() throws -> (node: Term, isEmpty: Bool) {
    try enter()
    defer { depth -= 1 }
    scanner.advance()
    let node = freshBlank()
    try skipSpace()
    if try scanner.take(UInt8(ascii: "]")) { return (node, true) }
    try parsePredicateObjectList(node)
    guard try scanner.take(UInt8(ascii: "]")) else { throw scanner.error("a ] is missing here") }
    return (node, false)
  }

  private mutating func parseCollection() throws -> Term {
    try enter()
    defer { depth -= 1 }
    scanner.advance()
    var head: Term?
    var last: Term?
    while true {
      try skipSpace()
      let position = scanner.position
      if try scanner.take(UInt8(ascii: ")")) {
        guard let head, let last else { return .iri(Vocabulary.RDF.nil) }
        try emit(last, .iri(Vocabulary.RDF.rest), .iri(Vocabulary.RDF.nil), position)
        return head
      }
      let cell = freshBlank()
      if let last { try emit(last, .iri(Vocabulary.RDF.rest), cell, position) }
      try emit(cell, .iri(Vocabulary.RDF.first), parseObject(), position)
      head = head ?? cell
      last = cell
    }
  }

  private mutating func parseBlank() throws -> Term {
    let label = try scanner.takeBlankLabel(limits: limits)
    return .blank(label.utf8.first == UInt8(ascii: "_") ? "_" + label : label)
  }

  private mutating func freshBlank() -> Term {
    generated += 1
    return .blank("_g\(generated)")
  }

  private mutating func enter() throws {
    depth += 1
    guard depth <= limits.nesting else { throw scanner.error("brackets are nested deeper than \(limits.nesting)") }
  }

  private mutating func parseQuotedLiteral() throws -> Literal {
    let text = try scanner.takeQuoted(allowsLong: true, limits: limits)
    switch try scanner.peek() {
    case UInt8(ascii: "@"): return Literal(text, language: try scanner.takeLanguageTag(limits: limits))
    case UInt8(ascii: "^"):
      guard try scanner.peek(ahead: 1) == UInt8(ascii: "^") else { throw scanner.error("a datatype is written after ^^") }
      scanner.advance(2)
      return Literal(text, datatype: try parseIRI("a datatype"))
    default: return Literal(text)
    }
  }

  // MARK: Names

  private mutating func parseIRI(_ wanted: String) throws -> String {
    if try scanner.peek() == UInt8(ascii: "<") { return try takeIRI() }
    let start = scanner.position
    let prefix = try takePrefix()
    guard try scanner.take(UInt8(ascii: ":")) else { throw RDFSyntaxError("\(wanted) is missing here", at: start) }
    guard let namespace = prefixes[prefix] else { throw RDFSyntaxError("the prefix \"\(prefix):\" is not declared", at: start) }
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
}
