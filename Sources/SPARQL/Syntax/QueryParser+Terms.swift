internal import RDF

/// IRIs, literals and values of VALUES.
extension QueryParser {
  func resolve(_ reference: String) throws(SPARQLError) -> String {
    if IRIReference.hasScheme(reference) { return reference }
    guard let base else {
      throw error("<\(reference)> is relative and there is no base IRI; add BASE, or write the IRI out")
    }
    return IRIReference(reference).resolved(against: IRIReference(base))
  }

  func expand(prefix: String, local: String) throws(SPARQLError) -> String {
    guard let namespace = prefixes[prefix] ?? PrefixMap.common[prefix] else { throw error("the prefix \"\(prefix):\" is not declared") }
    return namespace + local
  }

  var isIRINext: Bool {
    switch token.kind {
    case .iri, .name: true
    default: false
    }
  }

  mutating func takeIRI() throws(SPARQLError) -> String {
    let iri: String
    switch token.kind {
    case .iri(let reference): iri = try resolve(reference)
    case .name(let prefix, let local): iri = try expand(prefix: prefix, local: local)
    default: throw unexpected("an IRI is missing before")
    }
    try advance()
    return iri
  }

  /// A literal, when one comes next. A sign belongs to the number that it touches.
  mutating func takeLiteral(allowsSign: Bool) throws(SPARQLError) -> Literal? {
    switch token.kind {
    case .text(let text):
      try advance()
      if case .language(let tag) = token.kind {
        let literal = Literal(text, languageTag: tag)
        guard literal.language?.contains("--") == false else { throw error("a text runs --ltr or --rtl, not as @\(tag) says") }
        try advance()
        return literal
      }
      if try take(.datatype) { return Literal(text, datatype: try takeIRI()) }
      return Literal(text)
    case .integer, .decimal, .double: return try takeNumber(sign: "")
    case .symbol(.plus) where allowsSign, .symbol(.minus) where allowsSign:
      let sign = try advance()
      guard token.start == sign.end else { throw unexpected("a number is missing before") }
      return try takeNumber(sign: sign.name)
    case .word("TRUE"), .word("FALSE"):
      let isTrue = isNext(word: "TRUE")
      try advance()
      return Literal(isTrue ? "true" : "false", datatype: Vocabulary.XSD.boolean)
    default: return nil
    }
  }

  private mutating func takeNumber(sign: String) throws(SPARQLError) -> Literal {
    let literal: Literal
    switch token.kind {
    case .integer(let text): literal = Literal(sign + text, datatype: Vocabulary.XSD.integer)
    case .decimal(let text): literal = Literal(sign + text, datatype: Vocabulary.XSD.decimal)
    case .double(let text): literal = Literal(sign + text, datatype: Vocabulary.XSD.double)
    default: throw unexpected("a number is missing before")
    }
    try advance()
    return literal
  }

  /// What follows VALUES: one variable or several, and their rows.
  mutating func parseValues() throws(SPARQLError) -> Algebra {
    var variables: [Variable] = []
    let isTuple = try take(.openParenthesis)
    if isTuple {
      while !isNext(.closeParenthesis) { variables.append(try takeVariable()) }
      try advance()
      guard Set(variables).count == variables.count else { throw error("VALUES names a variable twice") }
    } else {
      variables = [try takeVariable()]
    }
    var rows: [[Term?]] = []
    try expect(.openBrace)
    while try !take(.closeBrace) {
      if isTuple {
        try expect(.openParenthesis)
        var row: [Term?] = []
        while try !take(.closeParenthesis) { row.append(try takeValue()) }
        guard row.count == variables.count else {
          throw lexer.error("this row has \(row.count) values for \(variables.count) variables", at: previousEnd - 1)
        }
        rows.append(row)
      } else {
        rows.append([try takeValue()])
      }
    }
    return .values(variables, rows)
  }

  private mutating func takeValue() throws(SPARQLError) -> Term? {
    if try take(word: "UNDEF") { return nil }
    return try takeConstant(allowsTriple: true, allowsLiteral: true, wanted: "a value or UNDEF")
  }

  private mutating func takeConstant(allowsTriple: Bool, allowsLiteral: Bool, wanted: String) throws(SPARQLError) -> Term {
    if isIRINext { return .iri(try takeIRI()) }
    if allowsTriple, try take(.openTripleTerm) {
      try enter()
      defer { leave() }
      let subject = try takeConstant(allowsTriple: false, allowsLiteral: false, wanted: "an IRI")
      let predicate = Term.iri(try takeVerb())
      let object = try takeConstant(allowsTriple: true, allowsLiteral: true, wanted: "a value")
      try expect(.closeTripleTerm)
      return .triple(Triple(subject, predicate, object))
    }
    guard allowsLiteral, let literal = try takeLiteral(allowsSign: true) else { throw unexpected("\(wanted) is missing before") }
    return .literal(literal)
  }
}
