/// What the head of a table's column says: words that a question may use, and the unit of the values below it.
///
/// "minimum_deposit_eur" is "minimum deposit" in EUR, "Revenue (EUR million)" is "Revenue" in EUR million.
public struct ColumnTitle: Sendable, Hashable {
  /// The words without the unit.
  public let words: String
  /// The unit as it is said behind a value; empty without one.
  public let unit: String

  public init(_ header: String) {
    let header = header.trimmingSpace
    if let open = header.lastIndex(where: { $0 == "(" || $0 == "[" }), let last = header.last, last == ")" || last == "]", open > header.startIndex {
      let inside = String(header[header.index(after: open)...].dropLast()).trimmingSpace
      if Self.isUnit(inside) {
        self.init(words: Self.parted(String(header[..<open])), unit: inside)
        return
      }
    } else if let comma = header.lastIndex(of: ","), comma > header.startIndex {
      let behind = String(header[header.index(after: comma)...]).trimmingSpace
      if Self.isUnit(behind) {
        self.init(words: Self.parted(String(header[..<comma])), unit: behind)
        return
      }
    }
    // Names of fields end in their unit: "weight_kg", "glucose_mg_dl".
    var parts = header.split(separator: "_").map(String.init)
    guard parts.count > 1 else {
      self.init(words: header, unit: "")
      return
    }
    for length in [2, 1] where parts.count > length {
      let tail = parts.suffix(length).joined(separator: "/")
      guard tail.utf8.count > 1, let known = Unit.named(tail), length == 1 || !known.dimension.isNone else { continue }
      if length == 2, !parts.suffix(2).allSatisfy({ UnitTable.unit($0) != nil }) { continue }
      parts.removeLast(length)
      if parts.count > 1, parts.last == "in" { parts.removeLast() }
      self.init(words: parts.joined(separator: " "), unit: known.dimension.currency != nil ? tail.uppercased() : known.symbol)
      return
    }
    self.init(words: parts.joined(separator: " "), unit: "")
  }

  private init(words: String, unit: String) {
    self.words = words.trimmingSpace
    self.unit = unit
  }

  private static func parted(_ text: String) -> String { text.split(separator: "_").joined(separator: " ") }

  /// A unit, or money with a magnitude: "EUR million", "$ thousands", "in %".
  private static func isUnit(_ text: String) -> Bool {
    if Unit.named(text) != nil { return true }
    let words = text.lowercased().split(separator: " ").map(String.init)
    guard (1...3).contains(words.count) else { return false }
    return words.allSatisfy { UnitTable.unit($0) != nil || magnitudes.contains($0) || $0 == "in" }
  }

  private static let magnitudes: Set<String> = [
    "million", "millions", "billion", "billions", "thousand", "thousands", "m", "bn", "k", "mn",
  ]

  /// The value with the unit behind it, where the value brings none itself.
  public func said(_ value: String) -> String {
    guard !unit.isEmpty, let last = value.last, last.isNumber, !value.contains(where: \.isLetter) else { return value }
    var unit = unit
    for word in ["in "] where unit.hasPrefix(word) { unit.removeFirst(word.count) }
    return "\(value) \(unit)"
  }
}
