import Foundation

/// Numbers as a sentence says them.
public enum NumberFormat {
  /// At most `digits` significant digits (4 by default after the point is reached), grouped by thousands, no
  /// trailing zeros: 20, 0.125, 1,204.5, 33.33, 6.02e+23.
  public static func text(_ value: Double, digits: Int = 4) -> String {
    guard value.isFinite else { return value.isNaN ? "not a number" : value < 0 ? "-infinity" : "infinity" }
    if value == 0 { return "0" }
    let magnitude = abs(value)
    if magnitude >= 1e15 || magnitude < 1e-6 { return trimmed(String(format: "%.\(digits - 1)e", value)) }
    if value == value.rounded() { return grouped(String(format: "%.0f", value)) }
    let whole = Int(log10(magnitude).rounded(.down)) + 1
    let decimals = max(2, min(10, digits - whole))
    return grouped(trimmed(String(format: "%.\(decimals)f", value)))
  }

  /// Millions and more in words where four digits say them: "3.2 billion", "700 million".
  public static func large(_ value: Double) -> String {
    for (size, word) in [(1e12, "trillion"), (1e9, "billion"), (1e6, "million")] where abs(value) >= size {
      let scaled = (value / size * 1000).rounded() / 1000
      if abs(scaled * size - value) <= 1e-9 * abs(value) { return "\(text(scaled)) \(word)" }
    }
    return text(value)
  }

  private static func trimmed(_ text: String) -> String {
    guard let point = text.firstIndex(of: ".") else { return text }
    let exponent = text.firstIndex(of: "e") ?? text.endIndex
    var mantissa = text[..<exponent]
    while mantissa.endIndex > text.index(after: point), mantissa.last == "0" { mantissa.removeLast() }
    if mantissa.last == "." { mantissa.removeLast() }
    return String(mantissa) + text[exponent...]
  }

  private static func grouped(_ text: String) -> String {
    let sign = text.hasPrefix("-") ? "-" : ""
    let body = text.dropFirst(sign.count)
    let point = body.firstIndex(of: ".") ?? body.endIndex
    let digits = Array(body[..<point])
    guard digits.count > 3 else {
      return text
    }
    var out = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { out.append(",") }
      out.append(digit)
    }
    return sign + out + body[point...]
  }
}
