/// An arithmetic expression over named values: "price / eps", "weight / height^2", "sqrt(a^2 + b^2)".
public indirect enum Expression: Sendable, Hashable {
  case number(Double)
  case symbol(String)
  case negated(Expression)
  case binary(Operator, Expression, Expression)
  case call(Function, [Expression])

  public enum Operator: String, Sendable { case add = "+", subtract = "-", multiply = "*", divide = "/", power = "^" }

  public enum Function: String, Sendable, CaseIterable {
    case sqrt, ln, log10, log2, exp, abs, min, max, round, floor, ceil
    var isOpen: Bool { self == .min || self == .max }
  }

  /// - Throws: ``ExpressionError`` naming the place; at most 2,048 bytes and a nesting of 64 are read.
  public init(_ text: String) throws {
    var parser = try ExpressionParser(text)
    self = try parser.parse()
  }

  /// Every symbol once, in the order of its first use.
  public var symbols: [String] {
    var seen: [String] = []
    collect(&seen)
    return seen
  }

  private func collect(_ seen: inout [String]) {
    switch self {
    case .number: break
    case .symbol(let name): if !seen.contains(name) { seen.append(name) }
    case .negated(let inner): inner.collect(&seen)
    case .binary(_, let left, let right):
      left.collect(&seen)
      right.collect(&seen)
    case .call(_, let arguments): for argument in arguments { argument.collect(&seen) }
    }
  }

  /// The value with every symbol given.
  ///
  /// - Throws: ``ExpressionError`` for a missing symbol, a division by zero, or a function outside its domain.
  public func value(_ values: [String: Double]) throws -> Double {
    switch self {
    case .number(let number): return number
    case .symbol(let name):
      guard let value = values[name] else { throw ExpressionError.missing(name) }
      return value
    case .negated(let inner): return try -inner.value(values)
    case .binary(let op, let left, let right): return try op.apply(left.value(values), right.value(values))
    case .call(let function, let arguments): return try function.apply(arguments.map { try $0.value(values) })
    }
  }

  /// The expression with each symbol replaced by its words, as a person would write it.
  public func worded(_ words: (String) -> String) -> String { worded(words, under: 0) }

  private func worded(_ words: (String) -> String, under outer: Int) -> String {
    switch self {
    case .number(let number): return NumberFormat.text(number)
    case .symbol(let name): return words(name)
    case .negated(let inner): return "-" + inner.worded(words, under: 3)
    case .call(let function, let arguments):
      return "\(function.rawValue)(\(arguments.map { $0.worded(words, under: 0) }.joined(separator: ", ")))"
    case .binary(let op, let left, let right):
      let rank = op.rank
      let sign = op == .multiply ? "×" : op.rawValue
      let rightRank = op == .subtract || op == .divide ? rank + 1 : rank
      let text =
        op == .power
        ? "\(left.worded(words, under: rank + 1))^\(right.worded(words, under: rank))"
        : "\(left.worded(words, under: rank)) \(sign) \(right.worded(words, under: rightRank))"
      return rank < outer ? "(\(text))" : text
    }
  }
}

extension Expression.Operator {
  var rank: Int {
    switch self {
    case .add, .subtract: 1
    case .multiply, .divide: 2
    case .power: 4
    }
  }

  func apply(_ left: Double, _ right: Double) throws -> Double {
    let result: Double
    switch self {
    case .add: result = left + right
    case .subtract: result = left - right
    case .multiply: result = left * right
    case .divide:
      guard right != 0 else { throw ExpressionError.divisionByZero }
      result = left / right
    case .power: result = try Expression.Function.power(left, right)
    }
    guard result.isFinite else { throw ExpressionError.outOfRange }
    return result
  }
}
