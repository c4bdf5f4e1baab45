import Foundation

/// What was read off a chart as a table in words, which can be searched, computed with and cited.
///
/// ```
/// Values read off the chart “Revenue by year”, each with its error:
/// Year | Revenue
/// --- | ---
/// 2021 | about 4.2 (±0.1)
/// ```
public enum ChartWording {
  /// The table's lines: what it is, the columns' names, a rule, then a row for each category.
  public static func lines(_ chart: ChartReading) -> [String] {
    let title = chart.title.map { " “\($0)”" } ?? "", axis = chart.series.count > 1 ? chart.valueAxis?.title.map { ", in \($0)" } ?? "" : ""
    let columns = chart.series.enumerated().map { place, series in
      series.name ?? (chart.series.count == 1 ? chart.valueAxis?.title ?? "Value" : "Series \(place + 1)")
    }
    var lines = ["Values read off the chart\(title)\(axis), each with its error:", row([head(of: chart.categories)] + columns), row(["---"] + columns.map { _ in "---" })]
    for (place, category) in chart.categories.enumerated() {
      // A row without a value stays: what could not be read must not look as if it were not drawn.
      let values = chart.series.map { place < $0.values.count ? $0.values[place] : nil }
      lines.append(row([category] + values.map { $0.map { ($0.isPrinted ? "" : "about ") + amount($0, of: chart) } ?? "" }))
    }
    return lines
  }

  /// What is in a bar's place must not look like the next cell.
  private static func row(_ cells: [String]) -> String { cells.map { $0.replacing("|", with: "/") }.joined(separator: " | ") }

  /// What the categories are, as far as their names tell.
  private static func head(of categories: [String]) -> String {
    func all(_ test: (String) -> Bool) -> Bool { !categories.isEmpty && categories.allSatisfy { test($0.lowercased()) } }
    if all({ $0.count == 4 && Int($0).map { (1800...2100).contains($0) } == true }) { return "Year" }
    if all({ months.contains(String($0.prefix(3))) }) { return "Month" }
    if all({ days.contains(String($0.prefix(3))) }) { return "Day" }
    if all({ $0.contains("q") && $0.contains { "1234".contains($0) } && !$0.contains { $0.isLetter && $0 != "q" } }) { return "Quarter" }
    return "Category"
  }

  private static let months: Set<String> = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
  private static let days: Set<String> = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

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
