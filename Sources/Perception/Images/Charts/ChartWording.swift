import Foundation

/// What was read off a chart, in words that can be searched and cited.
public enum ChartWording {
  /// A sentence a value: `Revenue 2021: about 4.2 (±0.1), read off the chart "Revenue by year"`.
  public static func sentences(_ chart: ChartReading) -> [(text: String, place: PicturePoint)] {
    let title = chart.title.map { " “\($0)”" } ?? ""
    var out: [(String, PicturePoint)] = []
    for series in chart.series {
      let name = series.name ?? (chart.series.count == 1 ? chart.valueAxis?.title : nil)
      for value in series.values.compactMap(\.self) {
        let subject = [name, value.category].compactMap(\.self).joined(separator: " ")
        out.append(("\(subject): \(value.isPrinted ? "" : "about ")\(amount(value, of: chart)), read off the chart\(title)", value.place))
      }
    }
    return out
  }

  /// `4.2 (±0.1)`, with the axis's unit.
  public static func amount(_ value: ChartReading.Value, of chart: ChartReading) -> String {
    let unit = chart.kind == .pie ? "%" : chart.valueAxis?.unit ?? ""
    let number = text(value.value, error: value.error), sign = "$€£¥".contains(unit) && !unit.isEmpty ? unit + number : number + unit
    return "\(sign) (±\(text(value.error, error: value.error)))"
  }

  /// A number with no more digits than its error leaves.
  public static func text(_ value: Double, error: Double) -> String {
    let places = error > 0 && error.isFinite ? max(0, min(9, Int((-log10(error)).rounded(.up)))) : 3
    return String(format: "%.\(places)f", places == 0 && error >= 10 ? rounded(value, to: error) : value)
  }

  /// To the digit that the error is in.
  private static func rounded(_ value: Double, to error: Double) -> Double {
    let step = pow(10, log10(error).rounded(.down))
    return (value / step).rounded() * step
  }

  /// To so many significant digits.
  public static func rounded(_ value: Double, digits: Int) -> Double {
    guard value != 0, value.isFinite else { return value }
    let scale = pow(10, Double(digits) - 1 - log10(abs(value)).rounded(.down))
    return (value * scale).rounded() / scale
  }
}
