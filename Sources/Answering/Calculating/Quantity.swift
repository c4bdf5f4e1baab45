internal import Foundation

/// A number with its unit.
public struct Quantity: Sendable, Hashable {
  public let value: Double
  public let unit: Unit

  public init(_ value: Double, _ unit: Unit = .one) {
    self.value = value
    self.unit = unit
  }

  public var base: Double { unit.base(value) }

  /// The quantity as a sentence says it: "$3,200,000", "5%", "25 mL/min/1.73m2".
  public var text: String {
    let number = unit.dimension.currency != nil ? NumberFormat.large(value) : NumberFormat.text(value)
    if unit.symbol.isEmpty || unit.symbol == "currency" { return number }
    if unit.dimension.currency != nil, unit.scale == 1, unit.symbol.count <= 2 {
      return value < 0 ? "-" + unit.symbol + NumberFormat.large(-value) : unit.symbol + number
    }
    return unit.symbol == "%" || unit.symbol == "°" ? number + unit.symbol : number + " " + unit.symbol
  }

  /// The quantity in another unit of the same dimension; `nil` where the dimensions differ.
  public func converted(to other: Unit) -> Quantity? {
    guard unit.dimension.matches(other.dimension) else { return nil }
    return Quantity((base - other.offset) / other.scale, other)
  }

  /// True where both are the same amount, up to rounding in the ninth digit: 1,500 g and 1.5 kg are.
  public func equals(_ other: Quantity) -> Bool {
    unit.dimension.matches(other.unit.dimension) && Self.same(base, other.base)
  }

  public static func same(_ a: Double, _ b: Double) -> Bool {
    a == b || abs(a - b) <= 1e-9 * max(abs(a), abs(b))
  }
}

/// A quantity where it stands in a text.
public struct QuantityMention: Sendable, Hashable {
  public let quantity: Quantity
  /// The number and unit as written.
  public let text: String
  /// Byte range in the text read.
  public let start: Int
  public let end: Int
  /// The stem of a noun right behind a number without a unit: "seat" in "5 seats".
  public let noun: String
  /// The number as written has no unit and reads as a year: 2023.
  public let isYear: Bool
  /// Written as a word: "three".
  public let isWord: Bool
  /// Which number of a pair like 120/80 it is (0 or 1); `nil` alone.
  public let pairPlace: Int?
  /// Half the width of the stretch that it lies in, in its own unit, where that is written behind it: "4.2 (±0.1)".
  public let error: Double?

  public init(
    quantity: Quantity, text: String, start: Int, end: Int, noun: String = "", isYear: Bool = false,
    isWord: Bool = false, pairPlace: Int? = nil, error: Double? = nil
  ) {
    self.error = error
    self.quantity = quantity
    self.text = text
    self.start = start
    self.end = end
    self.noun = noun
    self.isYear = isYear
    self.isWord = isWord
    self.pairPlace = pairPlace
  }
}

extension QuantityMention {
  /// The value in the other of mass and amount, told with both: "11.2 mmol/L (201.8 mg/dL)"; `nil` where it needs none.
  func converted(by analyte: Analyte?, to unit: Unit) -> QuantityMention? {
    guard !quantity.unit.dimension.isNone, !quantity.unit.dimension.matches(unit.dimension),
      let converted = analyte?.convert(quantity, to: unit)
    else { return nil }
    return QuantityMention(
      quantity: converted, text: "\(text) (\(converted.text))", start: start, end: end, noun: noun, isYear: false,
      isWord: isWord, pairPlace: pairPlace)
  }
}

extension Quantity {
  /// As a sentence says it with its error, and with no more digits than that leaves: "4.2 (±0.1)".
  public func text(within error: Double?) -> String {
    guard let error, error > 0, error.isFinite else { return text }
    let step = pow(10, log10(error).rounded(.down))
    // Divided by whole numbers, so that 0.3 does not come out as 0.30000000000000004.
    func whole(_ steps: Double) -> Double { step < 1 ? steps / (1 / step).rounded() : steps * step }
    return "\(Quantity(whole((value / step).rounded()), unit).text) (±\(NumberFormat.text(whole((error / step - 1e-9).rounded(.up)))))"
  }
}
