import Foundation

extension Expression.Function {
  func apply(_ values: [Double]) throws -> Double {
    guard isOpen ? !values.isEmpty : values.count == 1 else {
      throw ExpressionError.wrongArguments(rawValue, values.count)
    }
    let first = values[0]
    let result: Double
    switch self {
    case .sqrt:
      guard first >= 0 else { throw ExpressionError.outsideDomain("sqrt", first) }
      result = first.squareRoot()
    case .ln, .log10, .log2:
      guard first > 0 else { throw ExpressionError.outsideDomain(rawValue, first) }
      result = self == .ln ? Foundation.log(first) : self == .log10 ? Foundation.log10(first) : Foundation.log2(first)
    case .exp: result = Foundation.exp(first)
    case .abs: result = Swift.abs(first)
    case .min: result = values.min() ?? first
    case .max: result = values.max() ?? first
    case .round: result = first.rounded()
    case .floor: result = first.rounded(.down)
    case .ceil: result = first.rounded(.up)
    }
    guard result.isFinite else { throw ExpressionError.outOfRange }
    return result
  }

  static func power(_ base: Double, _ exponent: Double) throws -> Double {
    if base == 0, exponent < 0 { throw ExpressionError.divisionByZero }
    if base < 0, exponent != exponent.rounded() { throw ExpressionError.outsideDomain("^", base) }
    return Foundation.pow(base, exponent)
  }
}
