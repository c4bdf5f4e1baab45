internal import RDF

/// Reads a query by recursive descent and builds the algebra of section 18.2 as it goes.
///
/// Brackets may be nested ``maximumDepth`` deep; rows of operators are lists, so no query makes a deeper tree than that.
struct QueryParser {
  static let maximumDepth = 100
  /// The most bytes a query may have.
  static let maximumLength = 1 << 20
  /// The most OPTIONAL, MINUS and BIND that may follow each other in one group.
  static let maximumChain = 200
  /// The most patterns, filters and columns that a query may have together: each is a step inside the one before when the query runs.
  static let maximumSteps = 1000

  var lexer: QueryLexer
  var token: Token
  /// The byte after the token before.
  var previousEnd = 0
  var prefixes: [String: String] = [:]
  var base: String?
  var names: [String] = []
  private var variables: [String: Variable] = [:]
  private var depth = 0
  private var steps = 0
  private var freshNames = 0
  /// The basic graph pattern that each blank node's label was seen in: a label may not stand in two.
  var blankPatterns: [String: Int] = [:]
  var patternNumber = 0
  /// Whether variables may stand here: not in INSERT DATA, nor blank nodes in DELETE.
  var allowsVariables = true
  var allowsBlanks = true
  /// What aggregates are read from, where they are allowed at all.
  var allowsAggregates = false

  init(_ text: String, base: String?) throws(SPARQLError) {
    guard text.utf8.count <= Self.maximumLength else {
      throw SPARQLError(.syntax, "the query has \(text.utf8.count) bytes; at most \(Self.maximumLength) are read")
    }
    lexer = QueryLexer(text)
    token = try lexer.next()
    self.base = base
  }

  // MARK: Tokens

  @discardableResult
  mutating func advance() throws(SPARQLError) -> Token {
    let taken = token
    previousEnd = token.end
    token = try lexer.next()
    return taken
  }

  func isNext(_ symbol: Token.Symbol) -> Bool { token.kind == .symbol(symbol) }

  func isNext(word: String) -> Bool {
    if case .word(let found) = token.kind { found == word } else { false }
  }

  mutating func take(_ symbol: Token.Symbol) throws(SPARQLError) -> Bool {
    guard isNext(symbol) else { return false }
    try advance()
    return true
  }

  mutating func take(word: String) throws(SPARQLError) -> Bool {
    guard isNext(word: word) else { return false }
    try advance()
    return true
  }

  mutating func expect(_ symbol: Token.Symbol) throws(SPARQLError) {
    guard try take(symbol) else { throw unexpected("\"\(symbol.rawValue)\" is missing before") }
  }

  mutating func expect(word: String) throws(SPARQLError) {
    guard try take(word: word) else { throw unexpected("\(word) is missing before") }
  }

  /// An error at the next token: `a variable is missing before )`.
  func unexpected(_ what: String) -> SPARQLError { lexer.error("\(what) \(token.name)", at: token.start) }

  func error(_ message: String) -> SPARQLError { lexer.error(message, at: token.start) }

  mutating func enter() throws(SPARQLError) {
    depth += 1
    guard depth <= Self.maximumDepth else { throw error("brackets are nested deeper than \(Self.maximumDepth)") }
  }

  mutating func leave() { depth -= 1 }

  mutating func count(steps more: Int) throws(SPARQLError) {
    steps += more
    guard steps <= Self.maximumSteps else { throw error("the query has more than \(Self.maximumSteps) patterns, filters and columns") }
  }

  // MARK: Variables

  mutating func variable(named name: String) -> Variable {
    if let known = variables[name] { return known }
    let variable = Variable(index: names.count)
    names.append(name)
    variables[name] = variable
    return variable
  }

  /// A variable that the query cannot name.
  mutating func freshVariable() -> Variable {
    freshNames += 1
    return variable(named: "_: \(freshNames)")
  }

  mutating func takeVariable() throws(SPARQLError) -> Variable {
    guard case .variable(let name) = token.kind else { throw unexpected("a variable is missing before") }
    try advance()
    return variable(named: name)
  }

  func name(_ variable: Variable) -> String { names[variable.index] }

  func isNamed(_ variable: Variable) -> Bool { !names[variable.index].hasPrefix("_:") }

  // MARK: The query

  mutating func parseQuery() throws(SPARQLError) -> QuerySyntax {
    try parsePrologue()
    guard case .word(let word) = token.kind else { throw unexpected("SELECT, ASK, CONSTRUCT or DESCRIBE is missing before") }
    var query = QuerySyntax()
    switch word {
    case "SELECT":
      query.form = .select
      query.select = try parseSelect(isOuter: true, query: &query)
    case "ASK":
      try advance()
      query.form = .ask
      try parseDataset(into: &query)
      try parseWhere(into: &query.select)
      try parseModifiers(of: &query.select)
    case "CONSTRUCT":
      try advance()
      query.form = .construct
      try parseConstruct(into: &query)
    case "DESCRIBE":
      try advance()
      query.form = .describe
      try parseDescribe(into: &query)
    case "INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH":
      throw lexer.error("\(word) changes the graph, which a query cannot; give it as an update", at: token.start)
    default: throw unexpected("SELECT, ASK, CONSTRUCT or DESCRIBE is missing before")
    }
    if try take(word: "VALUES") { query.select.values = try parseValues() }
    guard token.kind == .end else { throw unexpected("the query should end before") }
    query.names = names
    query.base = base
    return query
  }

  mutating func parsePrologue() throws(SPARQLError) {
    while true {
      if try take(word: "BASE") {
        guard case .iri(let reference) = token.kind else { throw unexpected("an IRI is missing before") }
        base = try resolve(reference)
        try advance()
      } else if try take(word: "PREFIX") {
        guard case .name(let prefix, let local) = token.kind, local.isEmpty else { throw unexpected("a prefix such as ex: is missing before") }
        try advance()
        guard case .iri(let reference) = token.kind else { throw unexpected("an IRI is missing before") }
        prefixes[prefix] = try resolve(reference)
        try advance()
      } else if try take(word: "VERSION") {
        // Which version the writer had in mind changes nothing: what is read is 1.2, with 1.1 in it.
        let quotes = lexer.bytes[token.start..<min(token.start + 3, lexer.bytes.count)]
        guard case .text = token.kind, !(quotes.count == 3 && Set(quotes).count == 1) else { throw unexpected("a version such as \"1.2\" is missing before") }
        try advance()
      } else {
        return
      }
    }
  }

  mutating func parseDataset(into query: inout QuerySyntax) throws(SPARQLError) {
    while try take(word: "FROM") {
      let isNamed = try take(word: "NAMED")
      let iri = try takeIRI()
      if isNamed { query.fromNamed = (query.fromNamed ?? []) + [iri] } else { query.from = (query.from ?? []) + [iri] }
    }
    // Naming any graph names the whole dataset.
    if query.from != nil || query.fromNamed != nil {
      query.from = query.from ?? []
      query.fromNamed = query.fromNamed ?? []
    }
  }

  mutating func parseWhere(into select: inout Select) throws(SPARQLError) {
    _ = try take(word: "WHERE")
    select.pattern = try parseGroup()
  }

  private mutating func parseConstruct(into query: inout QuerySyntax) throws(SPARQLError) {
    if isNext(.openBrace) {
      query.template = try parseTemplate()
      // A label of the template has nothing to do with the same label in the pattern.
      blankPatterns.removeAll()
      try parseDataset(into: &query)
      try parseWhere(into: &query.select)
    } else {
      try parseDataset(into: &query)
      try expect(word: "WHERE")
      // A blank node is found as a variable is, and made anew for each solution.
      query.template = try parseTemplate()
      patternNumber += 1
      query.select.pattern = query.template.isEmpty ? .unit : .join(unfolded(query.template.map { .triple($0) }))
    }
    try parseModifiers(of: &query.select)
    query.select.items = Set(query.template.flatMap(\.variables)).sorted { $0.index < $1.index }.filter { isNamed($0) }
      .map { Select.Item(variable: $0, expression: nil) }
  }

  private mutating func parseDescribe(into query: inout QuerySyntax) throws(SPARQLError) {
    let isEverything = try take(.star)
    if !isEverything {
      while true {
        if case .variable = token.kind {
          query.described.append(.variable(try takeVariable()))
        } else if isIRINext {
          query.described.append(.term(.iri(try takeIRI())))
        } else {
          break
        }
      }
      guard !query.described.isEmpty else { throw unexpected("what to describe is missing before") }
    }
    try parseDataset(into: &query)
    if isNext(word: "WHERE") || isNext(.openBrace) { try parseWhere(into: &query.select) }
    try parseModifiers(of: &query.select)
    if isEverything {
      query.described = query.select.pattern.possible.members.filter { isNamed($0) }.map { .variable($0) }
    }
    query.select.items = query.described.compactMap(\.variable).map { Select.Item(variable: $0, expression: nil) }
  }
}
