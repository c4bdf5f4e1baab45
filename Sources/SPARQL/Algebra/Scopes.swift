/// What a pattern says about its variables. Section 18.2.1.
extension Algebra {
  /// Variables that a solution may bind.
  var possible: VariableSet {
    switch self {
    case .unit, .service: return VariableSet()
    case .triple(let pattern): return VariableSet(pattern.variables)
    case .path(let subject, _, let object): return VariableSet([subject.variable, object.variable].compactMap(\.self))
    case .lookup(let lookup): return VariableSet(lookup.variables)
    case .unfold(let variable, let triple): return VariableSet(triple.variables + [variable])
    case .join(let items), .union(let items): return items.reduce(into: VariableSet()) { $0.formUnion($1.possible) }
    case .leftJoin(let left, let right, _): return left.possible.union(right.possible)
    case .filter(_, let inner), .minus(let inner, _): return inner.possible
    case .graph(let name, let inner):
      var result = inner.possible
      if let variable = name.variable { result.insert(variable) }
      return result
    case .extend(let inner, let variable, _):
      var result = inner.possible
      result.insert(variable)
      return result
    case .values(let variables, _): return VariableSet(variables)
    case .select(let select): return VariableSet(select.variables)
    }
  }

  /// Variables that every solution binds.
  var certain: VariableSet {
    switch self {
    case .unit, .service: return VariableSet()
    case .triple, .path, .lookup, .unfold: return possible
    case .join(let items): return items.reduce(into: VariableSet()) { $0.formUnion($1.certain) }
    case .union(let items):
      guard let first = items.first else { return VariableSet() }
      return items.dropFirst().reduce(first.certain) { $0.intersection($1.certain) }
    case .leftJoin(let left, _, _), .minus(let left, _): return left.certain
    case .filter(_, let inner): return inner.certain
    case .graph(let name, let inner):
      var result = inner.certain
      if let variable = name.variable { result.insert(variable) }
      return result
    case .extend(let inner, let variable, let expression):
      var result = inner.certain
      if case .term = expression { result.insert(variable) }
      return result
    case .values(let variables, let rows):
      return VariableSet(variables.enumerated().filter { column, _ in rows.allSatisfy { $0[column] != nil } }.map(\.element))
    case .select(let select):
      var inner = select.groups == nil ? select.pattern.certain : VariableSet()
      for key in select.groups ?? [] {
        if case .variable(let variable) = key.expression, select.pattern.certain.contains(variable) { inner.insert(variable) }
      }
      inner.formUnion(select.values.certain)
      return VariableSet(select.items.filter { $0.expression == nil }.map(\.variable)).intersection(inner)
    }
  }

  /// Every variable that is mentioned anywhere, also where it is not in scope.
  var mentioned: VariableSet {
    switch self {
    case .leftJoin(let left, let right, let condition):
      return left.mentioned.union(right.mentioned).union(condition?.mentioned ?? VariableSet())
    case .filter(let condition, let inner): return inner.mentioned.union(condition.mentioned)
    case .extend(let inner, let variable, let expression):
      var result = inner.mentioned.union(expression.mentioned)
      result.insert(variable)
      return result
    case .minus(let left, let right): return left.mentioned.union(right.mentioned)
    case .join(let items), .union(let items): return items.reduce(into: VariableSet()) { $0.formUnion($1.mentioned) }
    case .graph(let name, let inner):
      var result = inner.mentioned
      if let variable = name.variable { result.insert(variable) }
      return result
    default: return possible
    }
  }

  /// Whether evaluating the pattern with `variable` already bound gives the same as joining its solutions with that binding afterwards.
  /// It does not where the variable is looked at before it is bound: in a filter, a condition or the right side of an OPTIONAL.
  func admits(_ variable: Variable) -> Bool {
    switch self {
    case .unit, .service, .triple, .path, .lookup, .unfold, .values: return true
    case .join(let items), .union(let items): return items.allSatisfy { $0.admits(variable) }
    case .leftJoin(let left, let right, let condition):
      guard left.admits(variable) else { return false }
      if left.certain.contains(variable) { return true }
      return !right.mentioned.contains(variable) && !(condition?.mentioned.contains(variable) ?? false)
    case .filter(let condition, let inner):
      return inner.admits(variable) && (!condition.mentioned.contains(variable) || inner.certain.contains(variable))
    case .graph(_, let inner): return inner.admits(variable)
    case .extend(let inner, let target, let expression):
      guard inner.admits(variable) else { return false }
      return target == variable || !expression.mentioned.contains(variable) || inner.certain.contains(variable)
    case .minus(let left, _): return left.admits(variable)
    case .select(let select):
      // A name that is not selected is another variable.
      guard select.variables.contains(variable) else { return true }
      guard select.limit == nil, select.offset == 0, select.items.first(where: { $0.variable == variable })?.expression == nil else { return false }
      if let groups = select.groups {
        guard groups.contains(where: { if case .variable(variable) = $0.expression { true } else { false } }) else { return false }
        guard select.pattern.certain.contains(variable) else { return false }
      }
      let others = select.items.compactMap(\.expression) + select.order.map(\.expression)
      return select.pattern.admits(variable)
        && (select.pattern.certain.contains(variable) || !others.contains { $0.mentioned.contains(variable) })
    }
  }
}

extension TriplePattern {
  var variables: [Variable] { subject.variables + predicate.variables + object.variables }
}

extension Expression {
  /// Variables that the expression looks at, those of EXISTS patterns included.
  var mentioned: VariableSet {
    switch self {
    case .variable(let variable): return VariableSet([variable])
    case .term: return VariableSet()
    case .not(let inner), .negative(let inner): return inner.mentioned
    case .compare(_, let left, let right): return left.mentioned.union(right.mentioned)
    case .or(let items), .and(let items), .call(_, let items), .function(_, let items):
      return items.reduce(into: VariableSet()) { $0.formUnion($1.mentioned) }
    case .membership(let first, let items, _): return items.reduce(into: first.mentioned) { $0.formUnion($1.mentioned) }
    case .arithmetic(let first, let rest): return rest.reduce(into: first.mentioned) { $0.formUnion($1.operand.mentioned) }
    case .exists(let pattern, _): return pattern.mentioned
    case .aggregate(let aggregate): return aggregate.argument?.mentioned ?? VariableSet()
    }
  }

  /// Whether an aggregate stands in it.
  var hasAggregate: Bool {
    switch self {
    case .aggregate: true
    case .not(let inner), .negative(let inner): inner.hasAggregate
    case .compare(_, let left, let right): left.hasAggregate || right.hasAggregate
    case .or(let items), .and(let items), .call(_, let items), .function(_, let items): items.contains(where: \.hasAggregate)
    case .membership(let first, let items, _): first.hasAggregate || items.contains(where: \.hasAggregate)
    case .arithmetic(let first, let rest): first.hasAggregate || rest.contains { $0.operand.hasAggregate }
    case .variable, .term, .exists: false
    }
  }
}
