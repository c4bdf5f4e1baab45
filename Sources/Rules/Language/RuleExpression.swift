/// Arithmetic over a rule's variables. Numbers carry what they measure: millimoles are never added to milligrams.
public indirect enum RuleExpression: Sendable, Hashable {
  case number(Double)
  case variable(String)
  /// `x in 'mg/dL'`: the plain number x, which is of that unit.
  case measured(RuleExpression, UnitName)
  /// `x as 'mg/dL'`: how many of that unit x is, as a plain number.
  case converted(RuleExpression, UnitName)
  case negated(RuleExpression)
  case binary(Operator, RuleExpression, RuleExpression)
  case call(Function, [RuleExpression])

  public enum Operator: String, Sendable { case add = "+", subtract = "-", multiply = "*", divide = "/" }
  public enum Function: String, Sendable, CaseIterable { case min, max, abs }

  /// A unit's name, or the variable that has it.
  public enum UnitName: Sendable, Hashable {
    case name(String)
    case variable(String)
  }

  var variables: Set<String> {
    switch self {
    case .number: []
    case .variable(let name): [name]
    case .measured(let inner, let unit), .converted(let inner, let unit):
      if case .variable(let name) = unit { inner.variables.union([name]) } else { inner.variables }
    case .negated(let inner): inner.variables
    case .binary(_, let left, let right): left.variables.union(right.variables)
    case .call(_, let arguments): arguments.reduce(into: []) { $0.formUnion($1.variables) }
    }
  }

  /// Names of units that are written out, to be checked when the rule is read.
  var unitNames: [String] {
    switch self {
    case .number, .variable: []
    case .measured(let inner, let unit), .converted(let inner, let unit):
      if case .name(let name) = unit { inner.unitNames + [name] } else { inner.unitNames }
    case .negated(let inner): inner.unitNames
    case .binary(_, let left, let right): left.unitNames + right.unitNames
    case .call(_, let arguments): arguments.flatMap(\.unitNames)
    }
  }
}
