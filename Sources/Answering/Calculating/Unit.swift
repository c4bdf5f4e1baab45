/// A unit of measure: how it is written, what it measures, and how many base units it is.
public struct Unit: Sendable, Hashable {
  /// The way the unit is written behind a number: "mg/dL", "%", "$".
  public let symbol: String
  public let dimension: Dimension
  /// Base units in one of this unit: 0.001 for g, whose base is kg.
  public let scale: Double
  /// Added after scaling: 273.15 for degrees Celsius.
  public let offset: Double

  public init(symbol: String, dimension: Dimension, scale: Double, offset: Double = 0) {
    self.symbol = symbol
    self.dimension = dimension
    self.scale = scale
    self.offset = offset
  }

  /// A plain number's unit.
  public static let one = Unit(symbol: "", dimension: .none, scale: 1)
  public static let percent = Unit(symbol: "%", dimension: Dimension([.share: 1]), scale: 0.01)

  /// The unit written so; compounds ("mg/kg/day", "kWh", "m²") are made of their parts.
  ///
  /// - Returns: `nil` where a part is unknown. At most 32 bytes and 4 parts are read.
  public static func named(_ text: String) -> Unit? {
    let text = text.trimmingSpace
    guard !text.isEmpty, text.utf8.count <= 40 else { return nil }
    if let unit = UnitTable.unit(text) { return unit }
    let worded = text.replacingWord("per", with: "/")
    let parts = worded.split(separator: "/", omittingEmptySubsequences: false).map { String($0).trimmingSpace }
    guard parts.count > 1, parts.count <= 4, let first = factor(parts[0]) else { return nil }
    var dimension = first.dimension
    var scale = first.scale
    for part in parts.dropFirst() {
      guard let below = factor(part, isBelow: true) else { return nil }
      dimension = dimension / below.dimension
      scale /= below.scale
    }
    return Unit(symbol: parts.joined(separator: "/"), dimension: dimension, scale: scale)
  }

  private static func factor(_ text: String, isBelow: Bool = false) -> Unit? {
    if isBelow, text == "kg" || text == "kilogram" {
      // A dose for each kilogram of a body.
      return Unit(symbol: "kg", dimension: Dimension([.substance("body mass"): 1]), scale: 1)
    }
    if let unit = UnitTable.unit(text) { return unit }
    guard isBelow, !text.isEmpty, text.utf8.allSatisfy({ $0 >= 97 && $0 <= 122 }) else { return nil }
    // "per user", "per share": whatever is counted.
    return Unit(symbol: text, dimension: Dimension([.counted(Stemmer.stem(text)): 1]), scale: 1)
  }

  /// `value` of this unit in base units.
  public func base(_ value: Double) -> Double { value * scale + offset }
}

extension String {
  var trimmingSpace: String {
    var view = Substring(self)
    while let first = view.first, first.isWhitespace { view.removeFirst() }
    while let last = view.last, last.isWhitespace { view.removeLast() }
    return String(view)
  }

  /// The text with every whole word `word` (and the space around it) replaced.
  func replacingWord(_ word: String, with replacement: String) -> String {
    let parts = split(separator: " ")
    guard parts.contains(where: { $0 == word }) else { return self }
    return parts.map { $0 == word ? replacement : String($0) }.joined(separator: " ")
  }
}
