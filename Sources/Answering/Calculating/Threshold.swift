/// The relation a limit asks for.
public enum Comparison: String, Sendable, Hashable {
  case below = "<"
  case atMost = "<="
  case above = ">"
  case atLeast = ">="
  case between
  case equal = "="

  /// Reads "<", "≤", "=<", ">=", "between" as graphs write them.
  public init?(_ text: String) {
    switch text.trimmingSpace {
    case "<", "below", "less than": self = .below
    case "<=", "≤", "=<", "at most": self = .atMost
    case ">", "above", "greater than": self = .above
    case ">=", "≥", "=>", "at least": self = .atLeast
    case "between", "range", "[]": self = .between
    case "=", "==": self = .equal
    default: return nil
    }
  }

  /// "below", "at least": as said between a value and its limit.
  public var words: String {
    switch self {
    case .below: "below"
    case .atMost: "at most"
    case .above: "above"
    case .atLeast: "at least"
    case .between: "between"
    case .equal: "equal to"
    }
  }
}

/// A limit: a comparison with one value, or with the two ends of a range.
public struct Threshold: Sendable, Hashable {
  public let comparison: Comparison
  public let value: Quantity
  /// The upper end of a range, whose ends both belong to it.
  public let upper: Quantity?

  public init(_ comparison: Comparison, _ value: Quantity, upper: Quantity? = nil) {
    self.comparison = comparison
    self.value = value
    self.upper = upper
  }

  /// What came of comparing a value with a limit.
  public enum Verdict: Sendable, Hashable {
    case holds, fails
    /// The units measure different things: nothing was compared.
    case mismatch
  }

  /// Compares after converting units. A number without a unit takes the limit's.
  public func compare(_ quantity: Quantity) -> Verdict {
    guard let first = Self.aligned(quantity, value.unit) else { return .mismatch }
    let limit = value.base
    let isSame = Quantity.same(first.base, limit)
    switch comparison {
    case .below: return first.base < limit && !isSame ? .holds : .fails
    case .atMost: return first.base < limit || isSame ? .holds : .fails
    case .above: return first.base > limit && !isSame ? .holds : .fails
    case .atLeast: return first.base > limit || isSame ? .holds : .fails
    case .equal: return isSame ? .holds : .fails
    case .between:
      guard let upper, let second = Self.aligned(quantity, upper.unit) else { return .mismatch }
      let isInside =
        (first.base > limit || isSame) && (second.base < upper.base || Quantity.same(second.base, upper.base))
      return isInside ? .holds : .fails
    }
  }

  static func aligned(_ quantity: Quantity, _ unit: Unit) -> Quantity? {
    if quantity.unit.dimension.matches(unit.dimension) { return quantity }
    return quantity.unit.dimension.isNone ? Quantity(quantity.value, unit) : nil
  }

  /// "eGFR 25 is below 30 mL/min" or "… is not below …", in the limit's words.
  public func sentence(of value: String, holds: Bool) -> String {
    let negation = holds ? "" : "not "
    if comparison == .between, let upper {
      return "\(value) is \(negation)between \(self.value.text) and \(upper.text)"
    }
    if !holds, comparison == .atMost { return "\(value) is above \(self.value.text)" }
    if !holds, comparison == .atLeast { return "\(value) is below \(self.value.text)" }
    return "\(value) is \(negation)\(comparison.words) \(self.value.text)"
  }
}
