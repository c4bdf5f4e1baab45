/// A number with what it measures, in base units.
struct Measure: Hashable {
  var value: Double
  var powers: [String: Int] = [:]

  static func combined(_ operation: RuleExpression.Operator, _ left: Measure, _ right: Measure) throws(MeasureError) -> Measure {
    switch operation {
    case .add, .subtract:
      guard left.powers == right.powers else { throw MeasureError.units }
      return Measure(value: operation == .add ? left.value + right.value : left.value - right.value, powers: left.powers)
    case .multiply: return Measure(value: left.value * right.value, powers: merged(left.powers, right.powers, 1))
    case .divide:
      guard right.value != 0 else { throw MeasureError.arithmetic }
      return Measure(value: left.value / right.value, powers: merged(left.powers, right.powers, -1))
    }
  }

  private static func merged(_ left: [String: Int], _ right: [String: Int], _ sign: Int) -> [String: Int] {
    left.merging(right.mapValues { $0 * sign }) { $0 + $1 }.filter { $0.value != 0 }
  }
}

/// Why an expression has no value for some premises.
enum MeasureError: Error {
  /// Two values of different kinds meet, or a unit is not known.
  case units
  /// A division by zero, or something beyond all numbers.
  case arithmetic
  /// A variable is no number.
  case notANumber
}
