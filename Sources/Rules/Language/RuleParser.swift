internal import RDF

/// Reads patterns and conditions from a rule's text.
struct RuleParser {
  private static let deepest = 32
  private var scanner: RuleScanner
  private var token: RuleToken
  private var depth = 0

  init(_ text: String, part: String) throws(RuleSyntaxError) {
    scanner = try RuleScanner(text, part: part)
    token = try scanner.next()
  }

  /// `s p o . s p o`, with `;` and `,` as in Turtle.
  mutating func patterns() throws(RuleSyntaxError) -> [TriplePattern] {
    var result: [TriplePattern] = []
    while token != .end {
      let subject = try term("a subject")
      while true {
        let predicate = try term("a predicate")
        if case .constant(.literal) = predicate { throw scanner.failure("a predicate cannot be a literal") }
        repeat { result.append(TriplePattern(subject, predicate, try term("an object"))) } while try took(",")
        guard try took(";"), token != .symbol("."), token != .end else { break }
      }
      guard try took(".") || token == .end else { throw scanner.failure("a full stop is expected before \(token.text)") }
    }
    guard !result.isEmpty else { throw scanner.failure("there is no pattern") }
    return result
  }

  mutating func conditions() throws(RuleSyntaxError) -> [RuleCondition] {
    var result: [RuleCondition] = []
    while token != .end {
      result.append(try condition())
      guard try took(";") || token == .end else { throw scanner.failure("a semicolon is expected before \(token.text)") }
    }
    return result
  }

  private mutating func condition() throws(RuleSyntaxError) -> RuleCondition {
    let left = try expression()
    guard case .symbol(let symbol) = token else { throw scanner.failure("a comparison is expected before \(token.text)") }
    if symbol == ":=" {
      guard case .variable(let name) = left else { throw scanner.failure("only a variable can be assigned a value") }
      try advance()
      return .assignment(name, try expression())
    }
    guard let comparison = RuleCondition.Comparison(rawValue: symbol) else { throw scanner.failure("\(symbol) is no comparison; use < <= > >= = != or :=") }
    try advance()
    return .comparison(left, comparison, try expression())
  }

  /// `as` is said of the whole that stands before it, `in` of the one number.
  private mutating func expression() throws(RuleSyntaxError) -> RuleExpression {
    let inner = try sum()
    guard token == .word("as") else { return inner }
    try advance()
    return .converted(inner, try unitName())
  }

  private mutating func sum() throws(RuleSyntaxError) -> RuleExpression {
    var result = try product()
    while case .symbol(let symbol) = token, symbol == "+" || symbol == "-" {
      try advance()
      result = .binary(symbol == "+" ? .add : .subtract, result, try product())
    }
    return result
  }

  private mutating func product() throws(RuleSyntaxError) -> RuleExpression {
    var result = try factor()
    while case .symbol(let symbol) = token, symbol == "*" || symbol == "/" {
      try advance()
      result = .binary(symbol == "*" ? .multiply : .divide, result, try factor())
    }
    return result
  }

  private mutating func factor() throws(RuleSyntaxError) -> RuleExpression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw scanner.failure("it is nested more than \(Self.deepest) deep") }
    if try took("-") { return .negated(try factor()) }
    var result = try primary()
    while true {
      if case .unit(let name) = token {
        try advance()
        result = .measured(result, .name(name))
      } else if token == .word("in") {
        try advance()
        result = .measured(result, try unitName())
      } else {
        return result
      }
    }
  }

  private mutating func primary() throws(RuleSyntaxError) -> RuleExpression {
    switch token {
    case .number(let number):
      try advance()
      return .number(number)
    case .variable(let name):
      try advance()
      return .variable(name)
    case .word(let word):
      guard let function = RuleExpression.Function(rawValue: word) else { throw scanner.failure("\(word) is no function; there are min, max and abs") }
      try advance()
      guard try took("(") else { throw scanner.failure("\(word) needs its arguments in parentheses") }
      var arguments = [try expression()]
      while try took(",") { arguments.append(try expression()) }
      guard try took(")") else { throw scanner.failure("a closing parenthesis is missing") }
      guard function != .abs || arguments.count == 1 else { throw scanner.failure("abs takes one argument") }
      return .call(function, arguments)
    default:
      guard try took("(") else { throw scanner.failure("a number or a variable is expected, not \(token.text)") }
      let inner = try expression()
      guard try took(")") else { throw scanner.failure("a closing parenthesis is missing") }
      return inner
    }
  }

  private mutating func unitName() throws(RuleSyntaxError) -> RuleExpression.UnitName {
    switch token {
    case .unit(let name):
      try advance()
      return .name(name)
    case .variable(let name):
      try advance()
      return .variable(name)
    default: throw scanner.failure("a unit in single quotes or a variable is expected, not \(token.text)")
    }
  }

  private mutating func term(_ what: String) throws(RuleSyntaxError) -> RuleTerm {
    let result: RuleTerm
    switch token {
    case .variable(let name): result = .variable(name)
    case .term(let term): result = .constant(term)
    case .number, .unit, .word, .symbol, .end:
      throw scanner.failure("\(what) is expected, not \(token.text); a number is written \"5\"^^xsd:integer")
    }
    try advance()
    return result
  }

  private mutating func advance() throws(RuleSyntaxError) { token = try scanner.next() }

  private mutating func took(_ symbol: String) throws(RuleSyntaxError) -> Bool {
    guard token == .symbol(symbol) else { return false }
    try advance()
    return true
  }
}
