internal import RDF

/// Joins and their filters: what comes first, and where a filter stands.
extension Planner {
  /// A condition that waits for its variables.
  private struct Pending {
    let expression: Expression
    /// Those of its variables that the pattern binds.
    let needed: VariableSet
  }

  func planGroup(_ pattern: Algebra, _ context: inout Context) throws -> Operator {
    var items: [Algebra] = []
    var conditions: [Expression] = []
    Self.flatten(pattern, into: &items, &conditions)
    let possible = items.reduce(into: VariableSet()) { $0.formUnion($1.possible) }
    let certain = items.reduce(into: VariableSet()) { $0.formUnion($1.certain) }
    conditions = pushDown(conditions, into: &items, certain: certain)
    var pending = conditions.map { Pending(expression: $0, needed: $0.mentioned.intersection(possible)) }
    var steps: [Operator] = []
    func place() throws {
      for condition in pending where condition.needed.isSubset(of: context.certain) {
        steps.append(FilterOperator(try evaluator(condition.expression, context)))
      }
      pending.removeAll { $0.needed.isSubset(of: context.certain) }
    }
    try place()
    while !items.isEmpty {
      var best = 0
      if items.count > 1 {
        var least = Double.infinity
        for (index, item) in items.enumerated() {
          let rows = try estimate(item, context, among: items.count) * selectivity(of: pending.map(\.needed), item, context)
          if rows < least { (least, best) = (rows, index) }
        }
        context.rows = min(1e12, context.rows * max(least, 0.01))
        let item = items.remove(at: best)
        var inner = context
        inner.rows = context.rows / max(least, 0.01)
        steps.append(try planItem(item, &inner))
        inner.rows = context.rows
        context = inner
      } else {
        let item = items.removeFirst()
        let fanOut = context.rows > 1 || !pending.isEmpty ? try estimate(item, context, among: 2) : 1
        steps.append(try planItem(item, &context))
        context.rows = min(1e12, context.rows * max(fanOut, 0.01))
      }
      try place()
    }
    for condition in pending { steps.append(FilterOperator(try evaluator(condition.expression, context))) }
    return steps.count == 1 ? steps[0] : Pipeline(steps)
  }

  private func planItem(_ item: Algebra, _ context: inout Context) throws -> Operator {
    switch item {
    case .triple(let triple):
      let operation = try planTriple(triple, context)
      context.bind(item)
      return operation
    case .path(let subject, let path, let object):
      let operation = try planPath(subject, path, object, context)
      context.bind(item)
      return operation
    case .unfold(let variable, let triple):
      let operation = UnfoldOperator(slot(variable), try position(triple.subject), try position(triple.predicate), try position(triple.object))
      context.bind(item)
      return operation
    case .lookup(let lookup):
      let operation = try planLookup(lookup)
      context.bind(item)
      return operation
    case .values(let variables, let rows):
      let slots = variables.map(slot)
      let numbers = try rows.map { try $0.map { try $0.map { try x.number(of: $0) } ?? 0 } }
      context.bind(item)
      return ValuesOperator(slots, numbers)
    default: return try plan(item, &context)
    }
  }

  /// The parts of nested joins in one list, with the filters that stand over them. A filter inside a join's part stays there.
  private static func flatten(_ pattern: Algebra, into items: inout [Algebra], _ conditions: inout [Expression]) {
    switch pattern {
    case .filter(let condition, let inner):
      flattenFilter(condition, into: &conditions)
      flatten(inner, into: &items, &conditions)
    case .join(let parts):
      for part in parts {
        if case .join = part { flatten(part, into: &items, &conditions) } else { items.append(part) }
      }
    case .unit: break
    default: items.append(pattern)
    }
  }

  private static func flattenFilter(_ condition: Expression, into conditions: inout [Expression]) {
    if case .and(let parts) = condition {
      for part in parts { flattenFilter(part, into: &conditions) }
    } else {
      conditions.append(condition)
    }
  }

  /// Turns equality with IRIs into values, which lead the join instead of filtering it; moves conditions on the left side of an OPTIONAL
  /// or MINUS into it, and into the branches of a UNION.
  /// - Returns: the conditions that stay.
  private func pushDown(_ conditions: [Expression], into items: inout [Algebra], certain: VariableSet) -> [Expression] {
    conditions.filter { condition in
      if let (variable, terms) = condition.namedTerms, certain.contains(variable) {
        items.insert(.values([variable], terms.map { [$0] }), at: 0)
        return false
      }
      guard items.count == 1 else { return true }
      let needed = condition.mentioned
      switch items[0] {
      case .leftJoin(let left, let right, let inner) where needed.isSubset(of: left.certain):
        items[0] = .leftJoin(.filter(condition, left), right, inner)
        return false
      case .minus(let left, let right) where needed.isSubset(of: left.certain):
        items[0] = .minus(.filter(condition, left), right)
        return false
      case .union(let branches) where !condition.hasExists:
        items[0] = .union(branches.map { .filter(condition, $0) })
        return false
      default: return true
      }
    }
  }

  // MARK: Triples and paths

  func planTriple(_ triple: TriplePattern, _ context: Context) throws -> Operator {
    if let lookup = Lookup(triple) { return try planLookup(lookup) }
    let (subject, predicate, object) = (try position(triple.subject), try position(triple.predicate), try position(triple.object))
    var graphSlot = -1
    if case .slot(let slot) = context.graph { graphSlot = slot }
    return ScanOperator(
      subject, predicate, object, graphSlot: graphSlot,
      access: try access(subject, predicate, object, context.graph, expected: context.mayStop ? 0 : context.rows))
  }

  private func access(
    _ subject: Position, _ predicate: Position, _ object: Position, _ graph: GraphSelector, expected: Double
  ) throws -> PatternAccess {
    func constant(_ position: Position) -> Int64 { if case .constant(let number) = position { max(number, 0) } else { 0 } }
    let pattern = QuadPattern(subject: constant(subject), predicate: constant(predicate), object: constant(object))
    let size = try x.source.estimate(
      subject: pattern.subject != 0, predicate: pattern.predicate == 0 ? nil : pattern.predicate, object: pattern.object != 0)
    return PatternAccess(pattern, graph, size: size, expected: expected)
  }

  func planPath(_ subject: PatternTerm, _ path: PropertyPath, _ object: PatternTerm, _ context: Context) throws -> Operator {
    let open = Position.slot(newSlot())
    return PathOperator(
      try position(subject), try step(path, context.graph), try position(object),
      everything: try access(open, open, open, context.graph, expected: 0))
  }

  private func step(_ path: PropertyPath, _ graph: GraphSelector) throws -> PathStep {
    switch path {
    case .link(let iri):
      let open = Position.slot(newSlot())
      let predicate = try x.number(of: .iri(iri))
      return .link(try access(open, .constant(predicate), open, graph, expected: 0), predicate: predicate)
    case .inverse(let inner): return .inverse(try step(inner, graph))
    case .sequence(let parts): return .sequence(try parts.map { try step($0, graph) })
    case .alternative(let parts): return .alternative(try parts.map { try step($0, graph) })
    case .zeroOrMore(let inner): return .zeroOrMore(try step(inner, graph))
    case .oneOrMore(let inner): return .oneOrMore(try step(inner, graph))
    case .zeroOrOne(let inner): return .zeroOrOne(try step(inner, graph))
    case .negated(let forward, let backward):
      let open = Position.slot(newSlot())
      func numbers(_ iris: [String]?) throws -> Set<Int64>? { try iris.map { Set(try $0.map { try x.number(of: .iri($0)) }) } }
      return .negated(
        try access(open, open, open, graph, expected: 0), forward: try numbers(forward), backward: try numbers(backward))
    }
  }
}

extension Expression {
  /// A variable that the condition holds to IRIs: `?x = <a>`, `sameTerm(?x, <a>)`, `?x IN (<a>, <b>)`.
  fileprivate var namedTerms: (Variable, [Term])? {
    func iri(_ expression: Expression) -> Term? { if case .term(.iri(let iri)) = expression { .iri(iri) } else { nil } }
    switch self {
    case .compare(.equal, .variable(let variable), let other): return iri(other).map { (variable, [$0]) }
    case .compare(.equal, let other, .variable(let variable)): return iri(other).map { (variable, [$0]) }
    case .call(.sameTerm, let arguments):
      guard case .variable(let variable) = arguments[0] else { return nil }
      return iri(arguments[1]).map { (variable, [$0]) }
    case .membership(.variable(let variable), let items, false):
      let terms = items.compactMap(iri)
      guard terms.count == items.count else { return nil }
      var seen: Set<Term> = []
      return (variable, terms.filter { seen.insert($0).inserted })
    default: return nil
    }
  }

  var hasExists: Bool {
    switch self {
    case .exists: true
    case .not(let inner), .negative(let inner): inner.hasExists
    case .compare(_, let left, let right): left.hasExists || right.hasExists
    case .or(let items), .and(let items), .call(_, let items), .function(_, let items): items.contains(where: \.hasExists)
    case .membership(let first, let items, _): first.hasExists || items.contains(where: \.hasExists)
    case .arithmetic(let first, let rest): first.hasExists || rest.contains { $0.operand.hasExists }
    case .variable, .term, .aggregate: false
    }
  }
}
