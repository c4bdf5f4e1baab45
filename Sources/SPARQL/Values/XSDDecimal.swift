/// An exact decimal number: `mantissa · 10^-scale`, of up to 38 digits. What needs more is an error (XPath's FOAR0002), never a rounded value;
/// only quotients are rounded, to 18 digits after the point.
struct XSDDecimal: Equatable {
  private(set) var mantissa: Int128
  private(set) var scale: Int

  static let quotientDigits = 18
  private static let maximumScale = 36

  init(_ mantissa: Int128, scale: Int = 0) {
    self.mantissa = mantissa
    self.scale = scale
    while self.scale > 0, self.mantissa % 10 == 0 {
      self.mantissa /= 10
      self.scale -= 1
    }
  }

  /// From XSD's lexical form: a sign, digits, perhaps a point and more digits.
  init?(_ text: some StringProtocol) {
    var mantissa: Int128 = 0
    var scale = 0
    var isNegative = false
    var hasPoint = false
    var digits = 0
    for (place, byte) in text.utf8.enumerated() {
      switch byte {
      case UInt8(ascii: "-") where place == 0: isNegative = true
      case UInt8(ascii: "+") where place == 0: break
      case UInt8(ascii: ".") where !hasPoint: hasPoint = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits += 1
        // Zeros behind the last digit that fits are dropped; anything else would be a lost digit.
        if hasPoint, scale >= Self.maximumScale {
          if byte != UInt8(ascii: "0") { return nil }
          continue
        }
        let (shifted, overflow) = mantissa.multipliedReportingOverflow(by: 10)
        let (sum, carry) = shifted.addingReportingOverflow(Int128(byte - UInt8(ascii: "0")))
        if overflow || carry { return nil }
        mantissa = sum
        if hasPoint { scale += 1 }
      default: return nil
      }
    }
    guard digits > 0 else { return nil }
    self.init(isNegative ? -mantissa : mantissa, scale: scale)
  }

  /// The nearest decimal of a finite double whose digits fit.
  init?(nearest value: Double) {
    guard value.isFinite, abs(value) < 1e38 else { return nil }
    // Every double of this size is a fraction with a power of two below: its shortest digits stand for it.
    let text = "\(value)"
    guard let mark = text.firstIndex(where: { $0 == "e" || $0 == "E" }) else {
      self.init(text)
      return
    }
    guard let base = XSDDecimal(text[..<mark]), let exponent = Int(text[text.index(after: mark)...]) else { return nil }
    if exponent < 0 {
      let scale = base.scale - exponent
      if scale > Self.maximumScale {
        self.init(0)
        return
      }
      self.init(base.mantissa, scale: scale)
    } else {
      guard let scaled = base.rescaled(to: exponent) else { return nil }
      self.init(scaled)
    }
  }

  /// `self · 10^digits` as a whole number, when it is one and fits.
  private func rescaled(to digits: Int) -> Int128? {
    guard digits >= scale else { return nil }
    return Self.multiply(mantissa, byPowerOfTen: digits - scale)
  }

  private static func multiply(_ value: Int128, byPowerOfTen power: Int) -> Int128? {
    guard value != 0 else { return 0 }
    var result = value
    for _ in 0..<power {
      let (next, overflow) = result.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      result = next
    }
    return result
  }

  // MARK: Arithmetic

  private static func aligned(_ a: XSDDecimal, _ b: XSDDecimal) -> (Int128, Int128, Int)? {
    let scale = max(a.scale, b.scale)
    guard let left = a.rescaled(to: scale), let right = b.rescaled(to: scale) else { return nil }
    return (left, right, scale)
  }

  func adding(_ other: XSDDecimal) -> XSDDecimal? {
    guard let (left, right, scale) = Self.aligned(self, other) else { return nil }
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? nil : XSDDecimal(sum, scale: scale)
  }

  func subtracting(_ other: XSDDecimal) -> XSDDecimal? { adding(XSDDecimal(-other.mantissa, scale: other.scale)) }

  func multiplied(by other: XSDDecimal) -> XSDDecimal? {
    let (product, overflow) = mantissa.multipliedReportingOverflow(by: other.mantissa)
    guard !overflow else { return nil }
    var result = XSDDecimal(product, scale: scale + other.scale)
    while result.scale > Self.maximumScale {
      result.mantissa /= 10
      result.scale -= 1
    }
    return result
  }

  /// Nil for division by zero too.
  func divided(by other: XSDDecimal) -> XSDDecimal? {
    guard other.mantissa != 0, let (left, right, _) = Self.aligned(self, other) else { return nil }
    var quotient = left / right
    var remainder = left % right
    var digits = 0
    while remainder != 0, digits < Self.quotientDigits {
      let (scaled, overflow) = remainder.multipliedReportingOverflow(by: 10)
      let (shifted, tooLong) = quotient.multipliedReportingOverflow(by: 10)
      if overflow || tooLong { break }
      quotient = shifted + scaled / right
      remainder = scaled % right
      digits += 1
    }
    return XSDDecimal(quotient, scale: digits)
  }

  static func compare(_ a: XSDDecimal, _ b: XSDDecimal) -> Int {
    if a.scale == b.scale { return a.mantissa < b.mantissa ? -1 : a.mantissa == b.mantissa ? 0 : 1 }
    if let (left, right, _) = aligned(a, b) { return left < right ? -1 : left == right ? 0 : 1 }
    // One is so large that the other's digits do not matter.
    return a.double < b.double ? -1 : 1
  }

  // MARK: Whole numbers

  private var powerOfScale: Int128 { Self.multiply(1, byPowerOfTen: scale) ?? 1 }

  /// Towards zero.
  var truncated: Int128 { mantissa / powerOfScale }

  var floor: Int128 { truncated - (mantissa < 0 && mantissa % powerOfScale != 0 ? 1 : 0) }

  var ceiling: Int128 { truncated + (mantissa > 0 && mantissa % powerOfScale != 0 ? 1 : 0) }

  /// Halves go up, as XPath's fn:round says.
  var rounded: Int128 { (adding(XSDDecimal(5, scale: 1)) ?? self).floor }

  var double: Double { scale == 0 ? Double(mantissa) : Double(text) ?? 0 }

  /// The canonical lexical form of XSD 1.1: no point in a whole number.
  var text: String { scale == 0 ? "\(mantissa)" : digits }

  private var digits: String {
    var text = "\(mantissa.magnitude)"
    while text.utf8.count <= scale { text = "0" + text }
    let point = text.index(text.endIndex, offsetBy: -scale)
    return (mantissa < 0 ? "-" : "") + text[..<point] + "." + text[point...]
  }
}
