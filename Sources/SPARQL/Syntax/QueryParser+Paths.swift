internal import RDF

/// Property paths. Productions 88 to 96.
extension QueryParser {
  mutating func parsePath() throws(SPARQLError) -> PropertyPath {
    try enter()
    defer { leave() }
    var items = [try parsePathSequence()]
    while try take(.bar) { items.append(try parsePathSequence()) }
    return items.count == 1 ? items[0] : .alternative(items)
  }

  private mutating func parsePathSequence() throws(SPARQLError) -> PropertyPath {
    var items = [try parsePathStep()]
    while try take(.slash) { items.append(try parsePathStep()) }
    return items.count == 1 ? items[0] : .sequence(items)
  }

  private mutating func parsePathStep() throws(SPARQLError) -> PropertyPath {
    if try take(.caret) { return .inverse(try parsePathElement()) }
    return try parsePathElement()
  }

  private mutating func parsePathElement() throws(SPARQLError) -> PropertyPath {
    let primary: PropertyPath
    if try take(.bang) {
      primary = try parseNegatedSet()
    } else if try take(.openParenthesis) {
      primary = try parsePath()
      try expect(.closeParenthesis)
    } else if isTypeKeyword || isIRINext {
      primary = .link(try takeVerb())
    } else {
      throw unexpected("a property is missing before")
    }
    if try take(.star) { return .zeroOrMore(primary) }
    if try take(.plus) { return .oneOrMore(primary) }
    if try take(.question) { return .zeroOrOne(primary) }
    return primary
  }

  private mutating func parseNegatedSet() throws(SPARQLError) -> PropertyPath {
    var forward: [String]?
    var backward: [String]?
    func add(_ parser: inout QueryParser) throws(SPARQLError) {
      if try parser.take(.caret) { backward = (backward ?? []) + [try parser.takeVerb()] } else { forward = (forward ?? []) + [try parser.takeVerb()] }
    }
    if try take(.openParenthesis) {
      if try take(.closeParenthesis) { return .negated(forward: [], backward: nil) }
      repeat { try add(&self) } while try take(.bar)
      try expect(.closeParenthesis)
    } else {
      try add(&self)
    }
    return .negated(forward: forward, backward: backward)
  }
}
