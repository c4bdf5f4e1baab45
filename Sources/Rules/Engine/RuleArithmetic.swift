internal import KnowledgeGraph
internal import RDF

/// Computes a rule's expressions for one match.
struct RuleArithmetic {
  let rule: CompiledRule
  let reader: StoreReader
  let units: MeasuredUnit.Naming

  /// Whether a comparison holds. Terms that are no numbers are equal or different, nothing else.
  func holds(_ left: RuleExpression, _ comparison: RuleCondition.Comparison, _ right: RuleExpression, _ match: RuleMatch) throws -> Bool {
    if comparison == .equal || comparison == .different, let a = term(left, match), let b = term(right, match), try !(isNumber(a) && isNumber(b)) {
      return (a == b) == (comparison == .equal)
    }
    let a = try value(left, match)
    let b = try value(right, match)
    guard a.powers == b.powers else { throw MeasureError.units }
    // Numbers that differ by their conversion alone are the same.
    let isSame = abs(a.value - b.value) <= 1e-9 * max(abs(a.value), abs(b.value))
    switch comparison {
    case .less: return a.value < b.value && !isSame
    case .atMost: return a.value <= b.value || isSame
    case .greater: return a.value > b.value && !isSame
    case .atLeast: return a.value >= b.value || isSame
    case .equal: return isSame
    case .different: return !isSame
    }
  }

  func value(_ expression: RuleExpression, _ match: RuleMatch) throws -> Measure {
    let result = try computed(expression, match)
    guard result.value.isFinite else { throw MeasureError.arithmetic }
    return result
  }

  private func computed(_ expression: RuleExpression, _ match: RuleMatch) throws -> Measure {
    switch expression {
    case .number(let number): return Measure(value: number)
    case .variable(let name):
      guard let index = rule.variables[name] else { throw MeasureError.notANumber }
      if let number = match.numbers[index] { return number }
      guard let id = match.values[index], let number = try number(id) else { throw MeasureError.notANumber }
      return Measure(value: number)
    case .measured(let inner, let name):
      let number = try value(inner, match)
      let unit = try unit(name, match)
      guard number.powers.isEmpty else { throw MeasureError.units }
      return Measure(value: number.value * unit.scale + unit.offset, powers: unit.powers)
    case .converted(let inner, let name):
      let number = try value(inner, match)
      let unit = try unit(name, match)
      guard number.powers == unit.powers, unit.scale != 0 else { throw MeasureError.units }
      return Measure(value: (number.value - unit.offset) / unit.scale)
    case .negated(let inner):
      let number = try value(inner, match)
      return Measure(value: -number.value, powers: number.powers)
    case .binary(let operation, let left, let right): return try Measure.combined(operation, value(left, match), value(right, match))
    case .call(let function, let arguments):
      let numbers = try arguments.map { try value($0, match) }
      guard let first = numbers.first, numbers.allSatisfy({ $0.powers == first.powers }) else { throw MeasureError.units }
      let result: Double =
        switch function {
        case .min: numbers.reduce(first.value) { Swift.min($0, $1.value) }
        case .max: numbers.reduce(first.value) { Swift.max($0, $1.value) }
        case .abs: Swift.abs(first.value)
        }
      return Measure(value: result, powers: first.powers)
    }
  }

  private func unit(_ name: RuleExpression.UnitName, _ match: RuleMatch) throws -> MeasuredUnit {
    switch name {
    case .name(let written):
      guard let unit = units(written) else { throw MeasureError.units }
      return unit
    case .variable(let variable):
      guard let text = try rule.variables[variable].flatMap({ match.values[$0] }).flatMap({ try reader.term($0)?.literal?.lexical }) else {
        throw MeasureError.units
      }
      // A unit that nobody knows is at least the same as itself.
      return units(text) ?? MeasuredUnit(powers: ["unit \(text)": 1], scale: 1)
    }
  }

  private func term(_ expression: RuleExpression, _ match: RuleMatch) -> EntityID? {
    guard case .variable(let name) = expression, let index = rule.variables[name] else { return nil }
    return match.values[index]
  }

  private func isNumber(_ id: EntityID) throws -> Bool { try number(id) != nil }

  private func number(_ id: EntityID) throws -> Double? {
    guard let literal = try reader.term(id)?.literal, Vocabulary.XSD.numeric.contains(literal.datatype) else { return nil }
    return Double(literal.lexical)
  }
}
