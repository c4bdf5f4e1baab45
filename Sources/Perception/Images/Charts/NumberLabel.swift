import Foundation

/// A number as it stands at an axis: thousands separators, K, M, %, currency, minus signs of every kind.
struct NumberLabel: Equatable {
  /// The likeliest reading first; others where a point may be a separator.
  var values: [Double]
  /// A sign of currency before it or a unit behind it.
  var unit: String
  /// Whether it is ten and one or two more digits: a power, if those are raised.
  var exponent: Int?
  /// Whether it is written as 6×10², of which the raised digit is read as any other.
  var isProduct = false

  private static let multiples: [Character: Double] = ["k": 1e3, "K": 1e3, "M": 1e6, "m": 1e6, "B": 1e9, "G": 1e9, "T": 1e12]

  init?(_ text: String) {
    var rest = Self.plain(text)
    guard !rest.isEmpty, rest.count <= 20, rest.contains(where: \.isNumber) else { return nil }
    if let product = Self.product(rest) {
      (values, unit, isProduct) = ([product], "", true)
      return
    }
    var isNegative = false, unit = "", factor = 1.0
    func sign() {
      if rest.first == "-" {
        isNegative = true
        rest.removeFirst()
      } else if rest.first == "+" {
        rest.removeFirst()
      }
    }
    if rest.first == "(", rest.last == ")" {
      isNegative = true
      rest = Array(rest.dropFirst().dropLast())
    }
    sign()
    if let first = rest.first, "$€£¥".contains(first) {
      unit = String(first)
      rest.removeFirst()
    }
    sign()
    if let last = rest.last, "%°€$£".contains(last) {
      unit = String(last)
      rest.removeLast()
    } else if rest.count > 1, let last = rest.last, last.unicodeScalars.allSatisfy({ $0.value > 0x2E7F }) {
      // A sign that the recogniser does not know: a unit all the same.
      rest.removeLast()
    } else if rest.count > 1, let last = rest.last, let multiple = Self.multiples[last] {
      factor = multiple
      rest.removeLast()
    }
    let signFactor = (isNegative ? -1 : 1) * factor
    let raised = rest.count > 2 && rest.starts(with: ["1", "0"]) ? Int(String(rest.dropFirst(2)).replacing("°", with: "0")) : nil
    exponent = !isNegative && factor == 1 ? raised.flatMap { abs($0) <= 15 ? $0 : nil } : nil
    if unit == "°" { exponent = rest == ["1", "0"] ? 0 : nil }
    guard let readings = Self.readings(rest) else {
      guard let exponent else { return nil }
      (values, self.unit) = ([pow(10, Double(exponent))], "")
      return
    }
    values = readings.map { $0 * signFactor }
    self.unit = unit == "°" ? "" : unit
  }

  /// A number in as few digits as it needs, six at most.
  static func text(_ value: Double) -> String { String(format: "%.6g", value == 0 ? 0 : value) }

  /// Signs as a keyboard has them, no spaces, letters that stand for digits as digits.
  private static func plain(_ text: String) -> [Character] {
    var out: [Character] = []
    for character in text where character != " " {
      switch character {
      case "−", "–", "—", "一", "‐": out.append("-")
      case "，", "、": out.append(",")
      case "．", "·", "。": out.append(".")
      case "＄": out.append("$")
      case "％": out.append("%")
      default: out.append(character)
      }
    }
    // A tick mark beside the number is easily read as a dash.
    while let last = out.last, last == "-" || last == "_" { out.removeLast() }
    let digits = out.count(where: \.isNumber)
    if digits * 2 >= out.count - 1 {
      for i in out.indices {
        if out[i] == "O" || out[i] == "o" { out[i] = "0" }
        if out[i] == "l" || out[i] == "I" || out[i] == "|" { out[i] = "1" }
      }
    }
    return out
  }

  /// 6×10² and the like.
  private static func product(_ text: [Character]) -> Double? {
    // The sign of multiplication is read as many things, but never as a digit or a point.
    guard let sign = text.firstIndex(where: { !$0.isNumber && $0 != "." && $0 != "," && $0 != "-" }), sign > 0, text[(sign + 1)...].starts(with: ["1", "0"]), text.count > sign + 3 else { return nil }
    let power = String(text[(sign + 3)...]).replacing("°", with: "0")
    guard let mantissa = readings(Array(text[..<sign]))?.first, mantissa < 10, let exponent = Int(power), abs(exponent) <= 15 else { return nil }
    return mantissa * pow(10, Double(exponent))
  }

  /// Digits with points and commas; nil for anything else.
  private static func readings(_ text: [Character]) -> [Double]? {
    guard let first = text.first, first.isNumber || first == "." else { return nil }
    if let e = text.firstIndex(where: { $0 == "e" || $0 == "E" }) {
      guard let exponent = Int(String(text[(e + 1)...])), abs(exponent) <= 30, let mantissa = readings(Array(text[..<e]))?.first else { return nil }
      return [mantissa * pow(10, Double(exponent))]
    }
    guard text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == "," || $0 == ".") }) else { return nil }
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "," || $0 == "." }.map { String($0) }
    let digits = parts.joined()
    guard !digits.isEmpty, digits.count <= 18, let whole = Double(digits) else { return nil }
    if parts.count == 1 { return [whole] }
    let isGrouped = (1...3).contains(parts[0].count) && parts.dropFirst().allSatisfy { $0.count == 3 }
    guard let decimal = Double(parts.dropLast().joined() + "." + parts.last!) else { return nil }
    if parts.count > 2 { return isGrouped ? [whole] : [decimal] }
    // 1,800 is mostly a thousand, 1.800 mostly is not; a small comma is easily taken for a point.
    guard isGrouped, parts[0] != "0" else { return [decimal] }
    return text.contains(",") || parts[1] == "000" ? [whole, decimal] : [decimal, whole]
  }
}
