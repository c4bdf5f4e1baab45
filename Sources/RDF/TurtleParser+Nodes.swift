/// Nodes that are written out where they stand.
extension TurtleParser {
  /// `[ … ]`: a fresh node with what is said of it inside.
  mutating func parseBracketed() throws -> (node: Term, isEmpty: Bool) {
    try enter()
    defer { leave() }
    scanner.advance()
    let node = freshBlank()
    try skipSpace()
    if try scanner.take(UInt8(ascii: "]")) { return (node, true) }
    try parsePredicateObjectList(node)
    guard try scanner.take(UInt8(ascii: "]")) else { throw scanner.error("a ] is missing here") }
    return (node, false)
  }

  mutating func parseCollection() throws -> Term {
    try enter()
    defer { leave() }
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

  mutating func parseBlank() throws -> Term {
    let label = try scanner.takeBlankLabel(limits: limits)
    return .blank(label.utf8.first == UInt8(ascii: "_") ? "_" + label : label)
  }

  mutating func parseQuotedLiteral() throws -> Literal {
    let text = try scanner.takeQuoted(allowsLong: true, limits: limits)
    try skipSpace()
    switch try scanner.peek() {
    case UInt8(ascii: "@"):
      let (language, direction) = try scanner.takeLanguageTag(limits: limits)
      return Literal(text, language: language, direction: direction)
    case UInt8(ascii: "^"):
      guard try scanner.peek(ahead: 1) == UInt8(ascii: "^") else { throw scanner.error("a datatype is written after ^^") }
      scanner.advance(2)
      try skipSpace()
      let place = scanner.position
      let datatype = try parseIRI("a datatype")
      try scanner.requireDatatype(datatype, at: place)
      return Literal(text, datatype: datatype)
    default: return Literal(text)
    }
  }
}
