/// Computes an expression with the units of its values: 500 mL over 4 hours is 125 mL/hours, 1 km and 500 m are 1.5 km.
///
/// Only for expressions without numbers of their own: a formula with a constant was made for certain units, which only
/// its author knows.
struct UnitAlgebra {
  let values: [String: Quantity]

  /// Why the units do not go together.
  struct Mismatch: Error {
    let left: Quantity
    let right: Quantity
  }

  static func applies(to expression: Expression) -> Bool {
    switch expression {
    case .number: false
    case .symbol: true
    case .negated(let inner): applies(to: inner)
    case .binary(.power, _, _), .call: false
    case .binary(_, let left, let right): applies(to: left) && applies(to: right)
    }
  }

  /// - Throws: ``Mismatch`` for a sum of different dimensions, ``ExpressionError`` as ``Expression/value(_:)`` does.
  func value(_ expression: Expression) throws -> Quantity {
    switch expression {
    case .number(let number): return Quantity(number)
    case .symbol(let name):
      guard let value = values[name] else { throw ExpressionError.missing(name) }
      return value
    case .negated(let inner):
      let value = try value(inner)
      return Quantity(-value.value, value.unit)
    case .call: throw ExpressionError.unknownFunction("")
    case .binary(let op, let left, let right): return try combine(op, value(left), value(right))
    }
  }

  private func combine(_ op: Expression.Operator, _ left: Quantity, _ right: Quantity) throws -> Quantity {
    switch op {
    case .add, .subtract:
      if left.unit.dimension.isNone != right.unit.dimension.isNone {
        return Quantity(try op.apply(left.value, right.value), left.unit.dimension.isNone ? right.unit : left.unit)
      }
      guard let converted = right.converted(to: left.unit) else { throw Mismatch(left: left, right: right) }
      return Quantity(try op.apply(left.value, converted.value), left.unit)
    case .multiply:
      if left.isShare { return Quantity(try op.apply(left.base, right.value), right.unit) }
      if right.isShare { return Quantity(try op.apply(left.value, right.base), left.unit) }
      if right.unit.dimension.isNone { return Quantity(try op.apply(left.value, right.value), left.unit) }
      if left.unit.dimension.isNone { return Quantity(try op.apply(left.value, right.value), right.unit) }
      return try product(left, right)
    case .divide:
      if right.unit.dimension.isNone { return Quantity(try op.apply(left.value, right.value), left.unit) }
      if left.unit.dimension.matches(right.unit.dimension) {
        // A difference of units would stand in the way of a plain ratio.
        guard let converted = right.converted(to: left.unit) else { throw Mismatch(left: left, right: right) }
        return Quantity(try op.apply(left.value, converted.value))
      }
      if left.unit.dimension.isNone { return Quantity(try op.apply(left.value, right.value)) }
      let unit = Unit(
        symbol: "\(left.unit.symbol)/\(Self.single(right.unit.symbol))", dimension: left.unit.dimension / right.unit.dimension,
        scale: left.unit.scale / right.unit.scale)
      return Quantity(try op.apply(left.value, right.value), unit)
    case .power: return Quantity(try op.apply(left.value, right.value))
    }
  }

  /// mL/h times h is mL; other products keep both units.
  private func product(_ left: Quantity, _ right: Quantity) throws -> Quantity {
    for (rate, count) in [(left, right), (right, left)] {
      let parts = rate.unit.symbol.split(separator: "/").map(String.init)
      guard parts.count == 2, let above = Unit.named(parts[0]), let below = Unit.named(parts[1]),
        let converted = count.converted(to: below)
      else { continue }
      return Quantity(try Expression.Operator.multiply.apply(rate.value, converted.value), above)
    }
    let unit = Unit(
      symbol: "\(left.unit.symbol)·\(right.unit.symbol)", dimension: left.unit.dimension * right.unit.dimension,
      scale: left.unit.scale * right.unit.scale)
    return Quantity(try Expression.Operator.multiply.apply(left.value, right.value), unit)
  }

  /// One of what a plural names: "mL/hour".
  private static func single(_ symbol: String) -> String {
    symbol.utf8.count > 3 && symbol.hasSuffix("s") ? String(symbol.dropLast()) : symbol
  }
}

extension Quantity {
  var isShare: Bool { unit.dimension == Unit.percent.dimension }
}
