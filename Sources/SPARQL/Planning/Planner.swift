internal import RDF

/// Makes a plan of steps from a query's algebra: which pattern comes first, where a filter stands, what must be evaluated by itself.
///
/// Patterns of a join are ordered greedily, the one with the fewest expected answers first, given what is bound by then: also by what
/// surrounds an OPTIONAL, a UNION or an EXISTS. A filter stands where its variables are bound first.
final class Planner {
  /// What is known where a pattern stands.
  struct Context {
    /// Variables that are bound in every row, and those that may be.
    var certain = VariableSet()
    var possible = VariableSet()
    var graph = GraphSelector.standard
    /// The slot with the graph that a GRAPH around the pattern goes through, -1 outside of one.
    var graphSlot = -1
    /// About how many rows come in.
    var rows = 1.0
    /// Inside EXISTS outer bindings replace variables everywhere. Section 18.6.
    var isSubstituting = false
    /// Whether answers may stop early, so that nothing should be prepared for many.
    var mayStop = false

    mutating func bind(_ pattern: Algebra) {
      certain.formUnion(pattern.certain)
      possible.formUnion(pattern.possible)
    }
  }

  let x: Execution
  let syntax: QuerySyntax
  /// Slots by variable in the running scope, -1 for none yet.
  private var scope: [Int]
  private(set) var slotCount = 0
  /// Where aggregates of the running SELECT go.
  var grouping: Grouping?
  var aggregatePattern = Algebra.unit

  init(_ syntax: QuerySyntax, _ x: Execution) {
    self.syntax = syntax
    self.x = x
    scope = Array(repeating: -1, count: syntax.names.count)
  }

  // MARK: Slots

  func slot(_ variable: Variable) -> Int {
    if scope[variable.index] < 0 { scope[variable.index] = newSlot() }
    return scope[variable.index]
  }

  func newSlot() -> Int {
    slotCount += 1
    return slotCount - 1
  }

  func slots(_ variables: VariableSet) -> [Int] { variables.members.map(slot) }

  func position(_ term: PatternTerm) throws -> Position {
    switch term {
    case .variable(let variable): .slot(slot(variable))
    // A term that the source does not have matches nothing, but a path of length zero ends where it begins.
    case .term(let term): .constant(try x.number(of: term))
    case .triple: preconditionFailure("the parser leaves no variables inside a pattern's triple terms")
    }
  }

  // MARK: Patterns

  /// Plans a pattern and notes in the context what it binds.
  func plan(_ pattern: Algebra, _ context: inout Context) throws -> Operator {
    if mustIsolate(pattern, context) {
      let isolated = try isolate(pattern, context)
      context.bind(pattern)
      return isolated
    }
    switch pattern {
    case .unit: return Pipeline([])
    case .triple, .join, .filter, .values, .path, .lookup, .unfold: return try planGroup(pattern, &context)
    case .leftJoin(let left, let right, let condition):
      let first = try plan(left, &context)
      var inner = context
      let second = try plan(right, &inner)
      let test = try condition.map { try self.evaluator($0, inner) }
      context.possible.formUnion(right.possible)
      return Pipeline([first, LeftJoinOperator(second, test)])
    case .union(let branches):
      let operators = try branches.map { branch in
        var inner = context
        return try plan(branch, &inner)
      }
      context.bind(pattern)
      return UnionOperator(operators)
    case .graph(let name, let inner): return try planGraph(name, inner, &context)
    case .extend(let inner, let variable, let expression):
      let first = try plan(inner, &context)
      let second = ExtendOperator(slot(variable), try evaluator(expression, context))
      context.bind(pattern)
      return Pipeline([first, second])
    case .minus(let left, let right):
      let before = context
      let first = try plan(left, &context)
      return Pipeline([first, try planMinus(left, right, before: before, context)])
    case .select(let select):
      let operation = try planSelect(select, &context)
      context.bind(pattern)
      return operation
    case .service(let name):
      throw SPARQLError(.refused, "SERVICE <\(name)> would send data to another machine, which this program never does; bring the data in instead")
    }
  }

  /// Whether what is bound outside would change what the pattern means by itself.
  private func mustIsolate(_ pattern: Algebra, _ context: Context) -> Bool {
    switch pattern {
    case .unit, .triple, .path, .lookup, .unfold, .values, .join, .union, .service: return false
    case .select(let select):
      let shared = context.possible.intersection(pattern.possible)
      if !shared.members.allSatisfy({ pattern.admits($0) }) { return true }
      // What is sorted, grouped or cut is made once rather than for each row.
      let isWhole = select.groups != nil || select.limit != nil || select.offset > 0 || !select.order.isEmpty || select.duplicates == .removed
      return isWhole && !context.possible.isEmpty
    default:
      guard !context.isSubstituting else { return false }
      let shared = context.possible.intersection(pattern.mentioned)
      return !shared.members.allSatisfy { pattern.admits($0) }
    }
  }

  func isolate(_ pattern: Algebra, _ context: Context) throws -> IsolatedOperator {
    var fresh = Context()
    fresh.graph = context.graph
    fresh.graphSlot = context.graphSlot
    let inner = try plan(pattern, &fresh)
    let key = context.certain.intersection(pattern.certain).members.first
    return IsolatedOperator(inner, slots: slots(pattern.possible), key: key.map(slot), graphSlot: context.graphSlot)
  }

  private func planMinus(_ left: Algebra, _ right: Algebra, before: Context, _ context: Context) throws -> Operator {
    let shared = left.possible.intersection(right.possible)
    if shared.isEmpty { return Pipeline([]) }
    // When both sides always bind what they share, MINUS is NOT EXISTS, which needs no table.
    let others = before.possible.union(left.possible).intersection(right.mentioned)
    let isPlain =
      shared.isSubset(of: left.certain.intersection(right.certain)) && others.isSubset(of: shared)
      && shared.members.allSatisfy { right.admits($0) }
    if isPlain {
      var inner = context
      inner.mayStop = true
      let pattern = try plan(right, &inner)
      return FilterOperator { x in .boolean(try pattern.run(x) { false }) }
    }
    var outside = Context()
    outside.certain = left.certain
    outside.graph = context.graph
    outside.graphSlot = context.graphSlot
    return MinusOperator(try isolate(right, outside), shared: Set(slots(shared)))
  }

  /// GRAPH: a basic pattern carries the graph in its quads; anything else is run for one graph after the other.
  private func planGraph(_ name: PatternTerm, _ inner: Algebra, _ context: inout Context) throws -> Operator {
    let outer = (context.graph, context.graphSlot)
    defer { (context.graph, context.graphSlot) = outer }
    let position = try position(name)
    if inner.isBasic {
      switch position {
      case .constant(let number): context.graph = .one(number)
      case .slot(let slot): context.graph = .slot(slot)
      }
      let operation = try plan(inner, &context)
      if let variable = name.variable {
        context.certain.insert(variable)
        context.possible.insert(variable)
      }
      return operation
    }
    let hidden = newSlot()
    context.graph = .slot(hidden)
    context.graphSlot = hidden
    let operation = try plan(inner, &context)
    if let variable = name.variable {
      context.certain.insert(variable)
      context.possible.insert(variable)
    }
    return GraphOperator(operation, hidden: hidden, name: position)
  }

  // MARK: Scopes

  /// Plans with a scope of its own, in which only the given variables are those of the outside.
  func withScope<R>(sharing variables: [Variable], _ body: () throws -> R) rethrows -> R {
    let outer = scope
    let shared = variables.map { ($0.index, slot($0)) }
    var kept = outer
    for (index, slot) in shared { kept[index] = slot }
    scope = Array(repeating: -1, count: outer.count)
    for (index, slot) in shared { scope[index] = slot }
    defer { scope = kept }
    return try body()
  }
}

extension Algebra {
  /// Triple patterns alone, at least one: what a graph's name can be found by.
  fileprivate var isBasic: Bool {
    switch self {
    case .triple: true
    case .join(let items):
      items.contains { if case .triple = $0 { true } else { false } }
        && items.allSatisfy {
          switch $0 {
          case .triple, .unfold: true
          default: false
          }
        }
    default: false
    }
  }
}
