internal import RDF

/// Expressions, by precedence. Section 19.8, productions 110 to 128.
extension QueryParser {
  mutating func parseExpression() throws(SPARQLError) -> Expression {
    try enter()
    defer { leave() }
    var items = [try parseAnd()]
    while try take(.or) { items.append(try parseAnd()) }
    return items.count == 1 ? items[0] : .or(items)
  }

  private mutating func parseAnd() throws(SPARQLError) -> Expression {
    var items = [try parseRelational()]
    while try take(.and) { items.append(try parseRelational()) }
    return items.count == 1 ? items[0] : .and(items)
  }

  private mutating func parseRelational() throws(SPARQLError) -> Expression {
    let left = try parseAdditive()
    let comparison: Comparison
    switch token.kind {
    case .symbol(.equal): comparison = .equal
    case .symbol(.notEqual): comparison = .notEqual
    case .symbol(.less): comparison = .less
    case .symbol(.lessOrEqual): comparison = .lessOrEqual
    case .symbol(.greater): comparison = .greater
    case .symbol(.greaterOrEqual): comparison = .greaterOrEqual
    case .word("IN"):
      try advance()
      return .membership(left, try parseArguments(), isNegated: false)
    case .word("NOT"):
      try advance()
      try expect(word: "IN")
      return .membership(left, try parseArguments(), isNegated: true)
    default: return left
    }
    try advance()
    return .compare(comparison, left, try parseAdditive())
  }

  private mutating func parseAdditive() throws(SPARQLError) -> Expression {
    let first = try parseMultiplicative()
    var rest: [(operation: Arithmetic, operand: Expression)] = []
    while isNext(.plus) || isNext(.minus) {
      let operation: Arithmetic = isNext(.plus) ? .add : .subtract
      try advance()
      rest.append((operation, try parseMultiplicative()))
    }
    return rest.isEmpty ? first : .arithmetic(first, rest)
  }

  private mutating func parseMultiplicative() throws(SPARQLError) -> Expression {
    let first = try parseUnary()
    var rest: [(operation: Arithmetic, operand: Expression)] = []
    while isNext(.star) || isNext(.slash) {
      let operation: Arithmetic = isNext(.star) ? .multiply : .divide
      try advance()
      rest.append((operation, try parseUnary()))
    }
    return rest.isEmpty ? first : .arithmetic(first, rest)
  }

  private mutating func parseUnary() throws(SPARQLError) -> Expression {
    if try take(.bang) {
      try enter()
      defer { leave() }
      return .not(try parseUnary())
    }
    if isNext(.minus) || isNext(.plus) {
      let isNegative = isNext(.minus)
      let sign = try advance()
      // A sign that touches a number is a part of it: `-0e0` is negative zero.
      if token.start == sign.end, let literal = try takeLiteral(allowsSign: false), literal.datatype != Vocabulary.XSD.string {
        return .term(.literal(Literal((isNegative ? "-" : "+") + literal.lexical, datatype: literal.datatype)))
      }
      let operand = try parsePrimary(callsOnly: false)
      return isNegative ? .negative(operand) : .arithmetic(.term(.literal(Literal("0", datatype: Vocabulary.XSD.integer))), [(.add, operand)])
    }
    return try parsePrimary(callsOnly: false)
  }

  mutating func parseBracketed() throws(SPARQLError) -> Expression {
    try expect(.openParenthesis)
    let expression = try parseExpression()
    try expect(.closeParenthesis)
    return expression
  }

  /// - Parameter callsOnly: takes only what may stand without brackets behind FILTER: calls.
  mutating func parsePrimary(callsOnly: Bool) throws(SPARQLError) -> Expression {
    switch token.kind {
    case .symbol(.openParenthesis) where !callsOnly: return try parseBracketed()
    case .symbol(.openTripleTerm) where !callsOnly: return try parseTripleExpression()
    case .variable where !callsOnly: return .variable(try takeVariable())
    case .iri, .name:
      let iri = try takeIRI()
      if isNext(.openParenthesis) {
        return .function(iri, try parseArguments())
      }
      guard !callsOnly else { throw unexpected("an opening bracket is missing before") }
      return .term(.iri(iri))
    case .word("NOT"):
      try advance()
      try expect(word: "EXISTS")
      return .exists(try parseExistsPattern(), isNegated: true)
    case .word("EXISTS"):
      try advance()
      return .exists(try parseExistsPattern(), isNegated: false)
    case .word("TRUE") where !callsOnly, .word("FALSE") where !callsOnly: break
    case .word(let word):
      if let function = Aggregate.Function(rawValue: word) { return try parseAggregate(function) }
      guard let builtin = Builtin(rawValue: word) else { throw error("there is no function \(word)") }
      return try parseCall(builtin)
    default: break
    }
    guard !callsOnly, let literal = try takeLiteral(allowsSign: false) else { throw unexpected("an expression is missing before") }
    return .term(.literal(literal))
  }

  /// `<<( s p o )>>` of terms and variables, which computes the triple.
  private mutating func parseTripleExpression() throws(SPARQLError) -> Expression {
    func part(_ parser: inout QueryParser, isObject: Bool) throws(SPARQLError) -> Expression {
      if case .variable = parser.token.kind { return .variable(try parser.takeVariable()) }
      if parser.isIRINext { return .term(.iri(try parser.takeIRI())) }
      if isObject, parser.isNext(.openTripleTerm) { return try parser.parseTripleExpression() }
      guard isObject, let literal = try parser.takeLiteral(allowsSign: true) else { throw parser.unexpected("a term or variable is missing before") }
      return .term(.literal(literal))
    }
    try enter()
    defer { leave() }
    try expect(.openTripleTerm)
    let subject = try part(&self, isObject: false)
    let predicate: Expression
    if case .variable = token.kind { predicate = .variable(try takeVariable()) } else { predicate = .term(.iri(try takeVerb())) }
    let object = try part(&self, isObject: true)
    try expect(.closeTripleTerm)
    return .call(.triple, [subject, predicate, object])
  }

  private mutating func parseExistsPattern() throws(SPARQLError) -> Algebra {
    let outer = patternNumber
    let aggregates = allowsAggregates
    allowsAggregates = false
    let pattern = try parseGroup()
    allowsAggregates = aggregates
    // The pattern around the filter goes on after it.
    savedPatterns(from: outer)
    return pattern
  }

  private mutating func savedPatterns(from outer: Int) {
    for (label, number) in blankPatterns where number == outer { blankPatterns[label] = patternNumber }
  }

  /// `( a, b, … )`
  mutating func parseArguments() throws(SPARQLError) -> [Expression] {
    try expect(.openParenthesis)
    if try take(.closeParenthesis) { return [] }
    var arguments = [try parseExpression()]
    while try take(.comma) { arguments.append(try parseExpression()) }
    try expect(.closeParenthesis)
    return arguments
  }

  private mutating func parseCall(_ builtin: Builtin) throws(SPARQLError) -> Expression {
    let start = token.start
    let name = try advance().name
    if builtin == .bound {
      try expect(.openParenthesis)
      let variable = try takeVariable()
      try expect(.closeParenthesis)
      return .call(.bound, [.variable(variable)])
    }
    let arguments = try parseArguments()
    guard builtin.arguments.contains(arguments.count) else {
      let least = builtin.arguments.lowerBound
      let most = builtin.arguments.upperBound
      throw lexer.error("\(name) takes \(least == most ? "\(least)" : "\(least) to \(most)") arguments, not \(arguments.count)", at: start)
    }
    return .call(builtin, arguments)
  }

  private mutating func parseAggregate(_ function: Aggregate.Function) throws(SPARQLError) -> Expression {
    guard allowsAggregates else { throw error("\(function.rawValue) is an aggregate; it may stand in SELECT, HAVING and ORDER BY only") }
    try advance()
    try expect(.openParenthesis)
    let isDistinct = try take(word: "DISTINCT")
    var argument: Expression?
    if function == .count, try take(.star) {
      argument = nil
    } else {
      allowsAggregates = false
      argument = try parseExpression()
      allowsAggregates = true
    }
    var separator = " "
    if function == .concatenation, try take(.semicolon) {
      try expect(word: "SEPARATOR")
      try expect(.equal)
      guard case .text(let text) = token.kind else { throw unexpected("a text is missing before") }
      separator = text
      try advance()
    }
    try expect(.closeParenthesis)
    return .aggregate(Aggregate(function: function, isDistinct: isDistinct, argument: argument, separator: separator))
  }
}
