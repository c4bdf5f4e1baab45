/// What a number measures, as powers of base dimensions: mg/kg is mass over mass of a body, km/h length over time.
public struct Dimension: Sendable, Hashable {
  /// Base dimensions. Currencies are each their own; a body's mass and surface are apart from other mass and area,
  /// so that a dose for a kilogram never cancels to a plain number.
  public enum Base: Hashable, Sendable {
    case time, length, mass, amount, temperature, information, pressure, energy, power, electricity, activity, angle
    case share, bodySurface, substance(String), currency(String), counted(String)
  }

  public let powers: [Base: Int]

  public init(_ powers: [Base: Int] = [:]) { self.powers = powers.filter { $0.value != 0 } }

  public static let none = Dimension()
  public var isNone: Bool { powers.isEmpty }

  public static func * (a: Dimension, b: Dimension) -> Dimension {
    Dimension(a.powers.merging(b.powers) { $0 + $1 })
  }

  public static func / (a: Dimension, b: Dimension) -> Dimension {
    Dimension(a.powers.merging(b.powers.mapValues { -$0 }) { $0 + $1 })
  }

  public func raised(to power: Int) -> Dimension { Dimension(powers.mapValues { $0 * power }) }

  /// The currency of a price, where the dimension is a currency and nothing else.
  public var currency: String? {
    guard powers.count == 1, let (base, power) = powers.first, power == 1, case .currency(let code) = base else {
      return nil
    }
    return code
  }

  /// True where numbers of both may be compared: the same dimension, or money of which one names no currency.
  public func matches(_ other: Dimension) -> Bool {
    if self == other { return true }
    if let mine = currency, let theirs = other.currency { return mine.isEmpty || theirs.isEmpty }
    return false
  }
}
