internal import RDF

/// Group graph patterns and their translation. Section 18.2.2.
extension QueryParser {
  /// `{ … }`
  mutating func parseGroup() throws(SPARQLError) -> Algebra {
    let (group, filters) = try parseGroupParts()
    guard !filters.isEmpty else { return group }
    return .filter(filters.count == 1 ? filters[0] : .and(filters), group)
  }

  /// A group and the filters that stand in it, but not in a group within it: those of an OPTIONAL become its condition.
  private mutating func parseGroupParts() throws(SPARQLError) -> (Algebra, [Expression]) {
    try enter()
    defer { leave() }
    try expect(.openBrace)
    patternNumber += 1
    defer { patternNumber += 1 }
    if isNext(word: "SELECT") {
      var ignored = QuerySyntax()
      var select = try parseSelect(isOuter: false, query: &ignored)
      if try take(word: "VALUES") { select.values = try parseValues() }
      try expect(.closeBrace)
      return (.select(select), [])
    }
    var group = Algebra.unit
    var filters: [Expression] = []
    var chain = 0
    // Triples before a FILTER and after it are one basic graph pattern.
    while try !take(.closeBrace) {
      switch token.kind {
      case .symbol(.dot):
        // A dot only ends triples.
        throw unexpected("a pattern is missing before")
      case .word("FILTER"):
        try advance()
        try count(steps: 1)
        filters.append(try parseConstraint())
        _ = try take(.dot)
      case .word(let word) where Self.patternWords.contains(word):
        patternNumber += 1
        try count(steps: 1)
        try parsePattern(word, onto: &group)
        patternNumber += 1
        chain += 1
        guard chain <= Self.maximumChain || !["OPTIONAL", "MINUS", "BIND"].contains(word) else {
          throw error("more than \(Self.maximumChain) OPTIONAL, MINUS and BIND stand in one group")
        }
        _ = try take(.dot)
      case .symbol(.openBrace):
        patternNumber += 1
        try count(steps: 1)
        group = .joining(group, try parseUnion())
        patternNumber += 1
        _ = try take(.dot)
      default:
        let elements = try parseTriplesBlock()
        try count(steps: elements.count)
        for element in elements { group = .joining(group, element) }
      }
    }
    return (group, filters)
  }

  private static let patternWords: Set = ["OPTIONAL", "MINUS", "GRAPH", "SERVICE", "BIND", "VALUES"]

  private mutating func parsePattern(_ word: String, onto group: inout Algebra) throws(SPARQLError) {
    let start = token.start
    try advance()
    switch word {
    case "OPTIONAL":
      let (inner, filters) = try parseGroupParts()
      group = .leftJoin(group, inner, filters.isEmpty ? nil : filters.count == 1 ? filters[0] : .and(filters))
    case "MINUS": group = .minus(group, try parseGroup())
    case "GRAPH":
      let name: PatternTerm
      if case .variable = token.kind { name = .variable(try takeVariable()) } else { name = .term(.iri(try takeIRI())) }
      group = .joining(group, .graph(name, try parseGroup()))
    case "SERVICE":
      _ = try take(word: "SILENT")
      let name: String
      if case .variable = token.kind {
        let variable = try takeVariable()
        name = "?" + self.name(variable)
      } else {
        name = try takeIRI()
      }
      _ = try parseGroup()
      group = .joining(group, .service(name))
    case "VALUES": group = .joining(group, try parseValues())
    default:
      try expect(.openParenthesis)
      let expression = try parseExpression()
      try expect(word: "AS")
      let variable = try takeVariable()
      guard !group.possible.contains(variable) else {
        throw lexer.error("BIND cannot give ?\(name(variable)) a value: the patterns before it in this group use it already", at: start)
      }
      try expect(.closeParenthesis)
      group = .extend(group, variable, expression)
    }
  }

  private mutating func parseUnion() throws(SPARQLError) -> Algebra {
    var branches = [try parseGroup()]
    while try take(word: "UNION") { branches.append(try parseGroup()) }
    return branches.count == 1 ? branches[0] : .union(branches)
  }

  /// What FILTER and HAVING take: a bracketed expression or a call.
  mutating func parseConstraint() throws(SPARQLError) -> Expression {
    if isNext(.openParenthesis) { return try parseBracketed() }
    switch token.kind {
    case .word, .iri, .name: return try parsePrimary(callsOnly: true)
    default: throw unexpected("a condition in brackets or a function is missing before")
    }
  }
}
