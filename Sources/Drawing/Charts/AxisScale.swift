/// An axis: which numbers it shows, where its ticks stand and what is written beside them.
public struct AxisScale: Sendable, Hashable {
  public let low, high: Double
  /// From one tick to the next.
  public let step: Double

  /// Covers the values with round ends and about `count` ticks. Values that are no numbers are left out.
  public init(covering values: some Sequence<Double>, count: Int = 5) {
    var low = Double.infinity
    var high = -Double.infinity
    for value in values where value.isFinite && abs(value) < 1e15 {
      low = min(low, value)
      high = max(high, value)
    }
    if low > high { (low, high) = (0, 1) }
    if low == high {
      let room = low == 0 ? 1 : abs(low) / 2
      (low, high) = (low - room, high + room)
    }
    let step = Self.roundStep((high - low) / Double(max(1, count)))
    self.step = step
    self.low = (low / step).rounded(.down) * step
    self.high = (high / step).rounded(.up) * step
  }

  public var ticks: [Double] {
    let count = Int(((high - low) / step).rounded())
    return (0...max(1, min(count, 100))).map { low + Double($0) * step }
  }

  /// Where a value stands, 0 at the low end and 1 at the high one.
  public func share(_ value: Double) -> Double { (value - low) / (high - low) }

  /// With as many decimals as the step needs.
  public func text(_ value: Double) -> String {
    var decimals = 0
    var unit = step
    while decimals < 9, abs(unit - unit.rounded()) > 1e-6 * max(1, abs(unit)) {
      unit *= 10
      decimals += 1
    }
    var power = 1.0
    for _ in 0..<decimals { power *= 10 }
    let scaled = (abs(value) * power).rounded()
    let whole = Int((scaled / power).rounded(.down))
    let part = Int(scaled - Double(whole) * power)
    let sign = value < 0 && scaled > 0 ? "−" : ""
    guard decimals > 0 else { return sign + String(whole) }
    let digits = String(part)
    return "\(sign)\(whole).\(String(repeating: "0", count: max(0, decimals - digits.count)))\(digits)"
  }

  /// 1, 2 or 5 times a power of ten, at least `least`.
  private static func roundStep(_ least: Double) -> Double {
    var power = 1.0
    while power * 10 <= least { power *= 10 }
    while power > least { power /= 10 }
    for factor in [1.0, 2, 5] where power * factor >= least * 0.999_999 { return power * factor }
    return power * 10
  }
}
