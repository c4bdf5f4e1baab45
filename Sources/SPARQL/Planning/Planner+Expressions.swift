internal import RDF

/// Expressions as closures over the row. Nil is an error of the expression, which the operators of three-valued logic may still absorb.
extension Planner {
  func evaluator(_ expression: Expression, _ context: Context) throws -> Evaluator {
    switch expression {
    case .variable(let variable):
      let slot = slot(variable)
      return { try $0.value(slot) }
    case .term(let term):
      let value = Value.term(term)
      return { _ in value }
    case .or(let items): return Self.disjunction(try items.map { try evaluator($0, context) })
    case .and(let items): return Self.conjunction(try items.map { try evaluator($0, context) })
    case .not(let inner):
      let operand = try evaluator(inner, context)
      return { try operand($0)?.effectiveBoolean.map { .boolean(!$0) } }
    case .compare(let comparison, let left, let right):
      return Self.comparison(comparison, try evaluator(left, context), try evaluator(right, context))
    case .membership(let first, let items, let isNegated):
      return Self.membership(try evaluator(first, context), try items.map { try evaluator($0, context) }, isNegated)
    case .arithmetic(let first, let rest):
      let start = try evaluator(first, context)
      let operands = try rest.map { ($0.operation, try evaluator($0.operand, context)) }
      return { x in
        guard var result = try start(x)?.number else { return nil }
        for (operation, operand) in operands {
          guard let number = try operand(x)?.number, let next = Number.apply(operation, result, number) else { return nil }
          result = next
        }
        return .number(result)
      }
    case .negative(let inner):
      let operand = try evaluator(inner, context)
      return { try operand($0)?.number?.negated.map { .number($0) } }
    case .call(let builtin, let arguments): return try call(builtin, arguments, context)
    case .function(let iri, let arguments):
      let operands = try arguments.map { try evaluator($0, context) }
      guard operands.count == 1, let cast = Casts.function(iri) else { return { _ in nil } }
      return { x in try operands[0](x).flatMap(cast) }
    case .exists(let pattern, let isNegated):
      var inner = context
      inner.isSubstituting = true
      inner.mayStop = true
      let operation = try plan(pattern, &inner)
      return { x in
        let isMissing = try operation.run(x) { false }
        return .boolean(isMissing == isNegated)
      }
    case .aggregate(let aggregate):
      let slot = try slot(aggregate, context)
      return { try $0.value(slot) }
    }
  }

  private static func disjunction(_ items: [Evaluator]) -> Evaluator {
    { x in
      var hasFailed = false
      for item in items {
        switch try item(x)?.effectiveBoolean {
        case true?: return .boolean(true)
        case nil: hasFailed = true
        case false?: break
        }
      }
      return hasFailed ? nil : .boolean(false)
    }
  }

  private static func conjunction(_ items: [Evaluator]) -> Evaluator {
    { x in
      var hasFailed = false
      for item in items {
        switch try item(x)?.effectiveBoolean {
        case false?: return .boolean(false)
        case nil: hasFailed = true
        case true?: break
        }
      }
      return hasFailed ? nil : .boolean(true)
    }
  }

  private static func comparison(_ comparison: Comparison, _ left: @escaping Evaluator, _ right: @escaping Evaluator) -> Evaluator {
    { x in
      guard let a = try left(x), let b = try right(x) else { return nil }
      switch comparison {
      case .equal: return Value.areEqual(a, b).map { .boolean($0) }
      case .notEqual: return Value.areEqual(a, b).map { .boolean(!$0) }
      case .less: return Value.compare(a, b).map { .boolean($0 < 0) }
      case .lessOrEqual: return Value.compare(a, b).map { .boolean($0 <= 0) }
      case .greater: return Value.compare(a, b).map { .boolean($0 > 0) }
      case .greaterOrEqual: return Value.compare(a, b).map { .boolean($0 >= 0) }
      }
    }
  }

  /// IN is a row of `=` joined by OR; NOT IN one of `!=` joined by AND.
  private static func membership(_ first: @escaping Evaluator, _ items: [Evaluator], _ isNegated: Bool) -> Evaluator {
    { x in
      if items.isEmpty { return .boolean(isNegated) }
      guard let value = try first(x) else { return nil }
      var hasFailed = false
      for item in items {
        switch try item(x).flatMap({ Value.areEqual(value, $0) }) {
        case true?: return .boolean(!isNegated)
        case nil: hasFailed = true
        case false?: break
        }
      }
      return hasFailed ? nil : .boolean(isNegated)
    }
  }
}
