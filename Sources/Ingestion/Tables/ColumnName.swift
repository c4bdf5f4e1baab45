/// A column's name without its unit: `Dose (mg)` is "Dose" in "mg".
struct ColumnName: Equatable {
  var name: String
  var unit: String?

  init(_ header: String) {
    name = header.trimmingSpaces
    guard name.hasSuffix(")") || name.hasSuffix("]"), let open = name.lastIndex(where: { $0 == "(" || $0 == "[" }) else { return }
    let inside = String(name[name.index(after: open)...].dropLast()).trimmingSpaces
    let before = String(name[..<open]).trimmingSpaces
    guard !before.isEmpty, Self.isUnit(inside) else { return }
    name = before
    unit = inside
  }

  /// `mg`, `mL/min/1.73m2`, `%`, `$ billions`, `°C`: short, and at most two words. A remark in parentheses is part of the name.
  private static func isUnit(_ text: String) -> Bool {
    let words = text.split(separator: " ")
    guard !text.isEmpty, text.utf8.count <= 20, words.count <= 2 else { return false }
    if text.contains(where: { "%$€£¥°/µμ²³".contains($0) }) { return true }
    return units.contains(text.lowercased()) || words.count == 2 && units.contains(words[1].lowercased())
  }

  private static let units: Set<String> = [
    "mg", "g", "kg", "mcg", "ug", "ng", "t", "lb", "lbs", "oz", "ml", "l", "dl", "mm", "cm", "m", "km", "in", "ft", "mi", "nm", "s", "sec", "ms", "us", "ns",
    "min", "h", "hr", "hrs", "hours", "minutes", "seconds", "days", "weeks", "months", "years", "year", "mmhg", "mmol", "mol", "iu", "meq", "kcal", "cal",
    "kj", "j", "kw", "w", "v", "a", "hz", "khz", "mhz", "ghz", "b", "kb", "mb", "gb", "tb", "kib", "mib", "gib", "bytes", "bits", "bp", "bps", "bpm", "k", "c",
    "f", "usd", "eur", "gbp", "jpy", "million", "millions", "billion", "billions", "thousand", "thousands", "trillion", "trillions", "dollars", "percent",
    "ratio", "count", "points",
  ]
}
