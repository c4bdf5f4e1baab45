internal import RDF

/// A number of one of XSD's four kinds, with the promotions of XPath. Source: XQuery and XPath Functions and Operators, section 6.2.
enum Number {
  case integer(Int128)
  case decimal(XSDDecimal)
  case float(Float)
  case double(Double)

  /// Nil when the literal's datatype is not numeric, or its form or value is not one of that type.
  init?(_ literal: Literal) {
    let datatype = literal.datatype
    guard datatype.utf8.count > Vocabulary.XSD.namespace.utf8.count, datatype.hasPrefix(Vocabulary.XSD.namespace) else { return nil }
    let text = literal.lexical
    switch datatype {
    case Vocabulary.XSD.integer:
      guard let value = Self.integer(text) else { return nil }
      self = .integer(value)
    case Vocabulary.XSD.decimal:
      guard let value = XSDDecimal(text) else { return nil }
      self = .decimal(value)
    case Vocabulary.XSD.double:
      guard let value = Self.double(text) else { return nil }
      self = .double(value)
    case Vocabulary.XSD.float:
      guard let value = Self.double(text) else { return nil }
      self = .float(Float(text) ?? Float(value))
    default:
      guard let range = Self.derived[String(datatype.dropFirst(Vocabulary.XSD.namespace.count))], let value = Self.integer(text),
        range.contains(value)
      else { return nil }
      self = .integer(value)
    }
  }

  static func integer(_ text: String) -> Int128? {
    guard let first = text.utf8.first else { return nil }
    // Swift takes "+" and digits as XSD does; it refuses all else that XSD refuses.
    guard first != UInt8(ascii: " ") else { return nil }
    if text.utf8.count < 19, let small = Int(text) { return Int128(small) }
    return Int128(text)
  }

  static func double(_ text: String) -> Double? {
    switch text {
    case "INF", "+INF": return .infinity
    case "-INF": return -.infinity
    case "NaN": return .nan
    default:
      // Swift would also read "0x1p3", "inf" and "nan", which XSD does not know.
      for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): break
        default: return nil
        }
      }
      return Double(text)
    }
  }

  static func isIntegerType(_ datatype: String) -> Bool {
    datatype == Vocabulary.XSD.integer
      || (datatype.hasPrefix(Vocabulary.XSD.namespace) && derived[String(datatype.dropFirst(Vocabulary.XSD.namespace.count))] != nil)
  }

  private static let derived: [String: ClosedRange<Int128>] = [
    "long": Int128(Int64.min)...Int128(Int64.max), "int": Int128(Int32.min)...Int128(Int32.max),
    "short": Int128(Int16.min)...Int128(Int16.max), "byte": Int128(Int8.min)...Int128(Int8.max),
    "nonNegativeInteger": 0...Int128.max, "positiveInteger": 1...Int128.max, "nonPositiveInteger": Int128.min...0,
    "negativeInteger": Int128.min...(-1), "unsignedLong": 0...Int128(UInt64.max), "unsignedInt": 0...Int128(UInt32.max),
    "unsignedShort": 0...Int128(UInt16.max), "unsignedByte": 0...Int128(UInt8.max),
  ]

  var literal: Literal {
    switch self {
    case .integer(let value): Literal("\(value)", datatype: Vocabulary.XSD.integer)
    case .decimal(let value): Literal(value.text, datatype: Vocabulary.XSD.decimal)
    case .float(let value): Literal(Self.canonical(Double(value), "\(value)"), datatype: Vocabulary.XSD.float)
    case .double(let value): Literal(Self.canonical(value, "\(value)"), datatype: Vocabulary.XSD.double)
    }
  }

  /// XSD's canonical form of a double from Swift's shortest digits: one digit, a point, at least one digit, `E`, the exponent.
  static func canonical(_ value: Double, _ text: String) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-INF" : "INF" }
    var mantissa = text[...]
    var exponent = 0
    if let mark = text.firstIndex(of: "e") {
      mantissa = text[..<mark]
      exponent = Int(text[text.index(after: mark)...]) ?? 0
    }
    let isNegative = mantissa.first == "-"
    if isNegative { mantissa = mantissa.dropFirst() }
    let point = mantissa.firstIndex(of: ".") ?? mantissa.endIndex
    exponent += mantissa[..<point].count - 1
    var digits = Array(mantissa.filter { $0 != "." })
    while digits.count > 1, digits.first == "0" {
      digits.removeFirst()
      exponent -= 1
    }
    while digits.count > 1, digits.last == "0" { digits.removeLast() }
    if digits == ["0"] { exponent = 0 }
    let fraction = digits.count > 1 ? String(digits[1...]) : "0"
    return "\(isNegative ? "-" : "")\(digits[0]).\(fraction)E\(exponent)"
  }

  var double: Double {
    switch self {
    case .integer(let value): Double(value)
    case .decimal(let value): value.double
    case .float(let value): Double(value)
    case .double(let value): value
    }
  }

  /// The exact value of an integer or decimal.
  var exact: XSDDecimal? {
    switch self {
    case .integer(let value): XSDDecimal(value)
    case .decimal(let value): value
    case .float, .double: nil
    }
  }

  private var isDouble: Bool { if case .double = self { true } else { false } }
  private var isFloat: Bool { if case .float = self { true } else { false } }

  // MARK: Arithmetic

  /// Nil where XPath raises an error: overflow, and division of exact numbers by zero.
  static func apply(_ operation: Arithmetic, _ a: Number, _ b: Number) -> Number? {
    if case .integer(let left) = a, case .integer(let right) = b {
      let result: (partialValue: Int128, overflow: Bool)
      switch operation {
      case .add: result = left.addingReportingOverflow(right)
      case .subtract: result = left.subtractingReportingOverflow(right)
      case .multiply: result = left.multipliedReportingOverflow(by: right)
      case .divide: return XSDDecimal(left).divided(by: XSDDecimal(right)).map { .decimal($0) }
      }
      return result.overflow ? nil : .integer(result.partialValue)
    }
    if let left = a.exact, let right = b.exact {
      let result =
        switch operation {
        case .add: left.adding(right)
        case .subtract: left.subtracting(right)
        case .multiply: left.multiplied(by: right)
        case .divide: left.divided(by: right)
        }
      return result.map { .decimal($0) }
    }
    if a.isDouble || b.isDouble { return .double(apply(operation, a.double, b.double)) }
    return .float(apply(operation, Float(a.double), Float(b.double)))
  }

  private static func apply<Value: FloatingPoint>(_ operation: Arithmetic, _ a: Value, _ b: Value) -> Value {
    switch operation {
    case .add: a + b
    case .subtract: a - b
    case .multiply: a * b
    case .divide: a / b
    }
  }

  var negated: Number? {
    switch self {
    case .integer(let value): value == .min ? nil : .integer(-value)
    case .decimal(let value): XSDDecimal(0).subtracting(value).map { .decimal($0) }
    case .float(let value): .float(-value)
    case .double(let value): .double(-value)
    }
  }

  /// -1, 0 or 1; nil when one is not a number (NaN).
  static func compare(_ a: Number, _ b: Number) -> Int? {
    if case .integer(let left) = a, case .integer(let right) = b { return left < right ? -1 : left == right ? 0 : 1 }
    if let left = a.exact, let right = b.exact { return XSDDecimal.compare(left, right) }
    let (left, right) = a.isFloat && b.isFloat ? (a.double, b.double) : (a.promoted(with: b), b.promoted(with: a))
    if left.isNaN || right.isNaN { return nil }
    return left < right ? -1 : left == right ? 0 : 1
  }

  /// Beside a float an exact number becomes a float.
  private func promoted(with other: Number) -> Double { other.isFloat && !isDouble ? Double(Float(double)) : double }
}
