internal import RDF

/// SELECT, its columns and the solution modifiers. Sections 18.2.4 and 18.2.5.
extension QueryParser {
  /// Reads from SELECT to the last modifier.
  mutating func parseSelect(isOuter: Bool, query: inout QuerySyntax) throws(SPARQLError) -> Select {
    let start = token.start
    try expect(word: "SELECT")
    var select = Select()
    if try take(word: "DISTINCT") { select.duplicates = .removed } else if try take(word: "REDUCED") { select.duplicates = .reduced }
    allowsAggregates = true
    let isEverything = try take(.star)
    if !isEverything { select.items = try parseItems() }
    allowsAggregates = false
    if isOuter { try parseDataset(into: &query) }
    try parseWhere(into: &select)
    try parseModifiers(of: &select)
    let inScope = select.pattern.possible
    if isEverything {
      guard select.groups == nil else { throw lexer.error("SELECT * cannot be grouped; name the columns", at: start) }
      // In the order in which the query first names them.
      select.items = inScope.members.filter { isNamed($0) }.map { Select.Item(variable: $0, expression: nil) }
      return select
    }
    try check(select, inScope: inScope, at: start)
    return select
  }

  private mutating func parseItems() throws(SPARQLError) -> [Select.Item] {
    var items: [Select.Item] = []
    var made: Set<Variable> = []
    while true {
      let item: Select.Item
      if case .variable = token.kind {
        item = Select.Item(variable: try takeVariable(), expression: nil)
      } else if try take(.openParenthesis) {
        let expression = try parseExpression()
        try expect(word: "AS")
        let place = token.start
        let variable = try takeVariable()
        guard made.insert(variable).inserted, !items.contains(where: { $0.variable == variable }) else {
          throw lexer.error("?\(name(variable)) is a column already", at: place)
        }
        item = Select.Item(variable: variable, expression: expression)
        try expect(.closeParenthesis)
      } else {
        break
      }
      items.append(item)
      try count(steps: 1)
    }
    guard !items.isEmpty else { throw unexpected("a column or * is missing before") }
    return items
  }

  /// GROUP BY, HAVING, ORDER BY, LIMIT and OFFSET.
  mutating func parseModifiers(of select: inout Select) throws(SPARQLError) {
    if try take(word: "GROUP") {
      try expect(word: "BY")
      select.groups = try parseGroupKeys()
    }
    allowsAggregates = true
    if try take(word: "HAVING") {
      repeat { select.having.append(try parseConstraint()) } while isConstraintNext
    }
    if try take(word: "ORDER") {
      try expect(word: "BY")
      select.order = try parseOrder()
    }
    allowsAggregates = false
    while true {
      if try take(word: "LIMIT") {
        guard select.limit == nil else { throw error("LIMIT is given twice") }
        select.limit = try takeCount()
      } else if try take(word: "OFFSET") {
        select.offset = try takeCount()
      } else {
        break
      }
    }
    let computed = select.items.compactMap(\.expression) + select.having + select.order.map(\.expression)
    if select.groups == nil, !select.having.isEmpty || computed.contains(where: \.hasAggregate) { select.groups = [] }
  }

  private var isConstraintNext: Bool {
    switch token.kind {
    case .symbol(.openParenthesis), .iri, .name: true
    case .word(let word): !["ORDER", "LIMIT", "OFFSET", "VALUES"].contains(word)
    default: false
    }
  }

  private mutating func parseGroupKeys() throws(SPARQLError) -> [Select.GroupKey] {
    var keys: [Select.GroupKey] = []
    while true {
      if case .variable = token.kind {
        keys.append(Select.GroupKey(expression: .variable(try takeVariable()), variable: nil))
      } else if try take(.openParenthesis) {
        let expression = try parseExpression()
        let variable = try take(word: "AS") ? try takeVariable() : nil
        try expect(.closeParenthesis)
        keys.append(Select.GroupKey(expression: expression, variable: variable))
      } else if isIRINext || isFunctionNext {
        keys.append(Select.GroupKey(expression: try parsePrimary(callsOnly: true), variable: nil))
      } else {
        break
      }
    }
    guard !keys.isEmpty else { throw unexpected("what to group by is missing before") }
    return keys
  }

  private var isFunctionNext: Bool {
    if case .word(let word) = token.kind { Builtin(rawValue: word) != nil } else { false }
  }

  private mutating func parseOrder() throws(SPARQLError) -> [Select.Order] {
    var order: [Select.Order] = []
    while true {
      if isNext(word: "ASC") || isNext(word: "DESC") {
        let isDescending = isNext(word: "DESC")
        try advance()
        order.append(Select.Order(expression: try parseBracketed(), isDescending: isDescending))
      } else if case .variable = token.kind {
        order.append(Select.Order(expression: .variable(try takeVariable()), isDescending: false))
      } else if isConstraintNext {
        order.append(Select.Order(expression: try parseConstraint(), isDescending: false))
      } else {
        break
      }
    }
    guard !order.isEmpty else { throw unexpected("what to order by is missing before") }
    return order
  }

  private mutating func takeCount() throws(SPARQLError) -> Int {
    guard case .integer(let text) = token.kind else { throw unexpected("a whole number is missing before") }
    guard let count = Int(text) else { throw error("\(text) is more than any result has") }
    try advance()
    return count
  }

  // MARK: Rules on scope

  private func check(_ select: Select, inScope: VariableSet, at start: Int) throws(SPARQLError) {
    var known = VariableSet()
    for key in select.groups ?? [] {
      if case .variable(let variable) = key.expression { known.insert(variable) }
      if let variable = key.variable { known.insert(variable) }
    }
    // Grouping hides what it does not group by.
    let visible = select.groups == nil ? inScope : known
    for item in select.items where item.expression != nil && visible.contains(item.variable) {
      throw lexer.error("?\(name(item.variable)) cannot be computed: the pattern uses it already", at: start)
    }
    guard select.groups != nil else { return }
    for item in select.items {
      if let expression = item.expression {
        try check(expression, known: known, at: start)
        known.insert(item.variable)
      } else if !known.contains(item.variable) {
        throw lexer.error("?\(name(item.variable)) is neither grouped by nor within an aggregate", at: start)
      }
    }
  }

  private func check(_ expression: Expression, known: VariableSet, at start: Int) throws(SPARQLError) {
    let loose = expression.outsideAggregates.subtracting(known)
    if let variable = loose.members.first {
      throw lexer.error("?\(name(variable)) is neither grouped by nor within an aggregate", at: start)
    }
  }
}

extension Expression {
  /// Variables that it looks at outside of aggregates.
  var outsideAggregates: VariableSet {
    switch self {
    case .aggregate, .exists: VariableSet()
    case .not(let inner), .negative(let inner): inner.outsideAggregates
    case .compare(_, let left, let right): left.outsideAggregates.union(right.outsideAggregates)
    case .or(let items), .and(let items), .call(_, let items), .function(_, let items):
      items.reduce(into: VariableSet()) { $0.formUnion($1.outsideAggregates) }
    case .membership(let first, let items, _): items.reduce(into: first.outsideAggregates) { $0.formUnion($1.outsideAggregates) }
    case .arithmetic(let first, let rest): rest.reduce(into: first.outsideAggregates) { $0.formUnion($1.operand.outsideAggregates) }
    case .variable, .term: mentioned
    }
  }
}
