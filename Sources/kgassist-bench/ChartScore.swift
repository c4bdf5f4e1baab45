import Foundation
import Perception

/// A chart as Tests/Reference/draw_charts.py drew it.
struct DrawnChart: Decodable {
  struct Series: Decodable {
    var name: String
    var rgb: [Int]?
    var values: [Double?]
  }

  var kind: String
  var style: String
  var held_out: Bool
  var scale: String?
  var orientation: String?
  var arrangement: String?
  /// The ends of the value axis.
  var axis: [Double]?
  var categories: [String]
  /// Each category's place in pixels.
  var places: [[Double]]
  var series: [Series]
}

/// How many values, names and kinds of a set of charts were read rightly.
struct ChartScore {
  var charts = 0, refused = 0, rightKinds = 0
  /// Of the charts that were read.
  var values = 0, read = 0, within2 = 0, within5 = 0, covered = 0
  /// Of all charts, those that were refused too.
  var allValues = 0
  var names = 0, rightNames = 0, categories = 0, rightCategories = 0
  /// What was read where nothing is drawn.
  var invented = 0

  /// Every figure as a share, with its name.
  var shares: [(String, Double)] {
    func share(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 1 : Double(part) / Double(whole) }
    return [
      ("charts refused", share(refused, charts)), ("kinds right, of charts read", share(rightKinds, charts - refused)),
      ("values within 2 % of the axis, of values read", share(within2, read)), ("values within 5 % of the axis, of values read", share(within5, read)),
      ("values within 2 % of the axis, of all that charts read have", share(within2, values)), ("values within 2 % of the axis, of all drawn", share(within2, allValues)),
      ("names of series right", share(rightNames, names)), ("names of categories right", share(rightCategories, categories)),
      ("values inside their stated error", share(covered, read)),
    ]
  }

  /// - Returns: what went wrong, for a person who looks.
  @discardableResult
  mutating func add(_ drawn: DrawnChart, _ reading: ChartReading?) -> String {
    charts += 1
    let wanted = drawn.series.reduce(0) { $0 + $1.values.count { $0 != nil } }
    allValues += wanted
    guard let reading else {
      refused += 1
      return "refused"
    }
    let before = (within2, values)
    guard reading.kind.rawValue == drawn.kind else {
      values += wanted
      return "kind \(reading.kind.rawValue) for \(drawn.kind)"
    }
    rightKinds += 1
    let partners = Self.partners(drawn.series, reading.series)
    var notes: [String] = [], read = 0
    if drawn.series.count != reading.series.count { notes.append("\(reading.series.count) series for \(drawn.series.count)") }
    for (s, series) in drawn.series.enumerated() {
      let partner = partners[s].map { reading.series[$0] }
      if drawn.series.count > 1 {
        names += 1
        if let name = partner?.name, Self.folded(name) == Self.folded(series.name) { rightNames += 1 } else { notes.append("name \(partner?.name ?? "-") for \(series.name)") }
      }
      for (c, value) in series.values.enumerated() {
        let found = partner.flatMap { self.value(at: drawn.places[c], of: $0, drawn) }
        guard let value else { continue }
        values += 1
        guard let found else { continue }
        read += 1
        let off = Self.error(found.value, value, drawn)
        if off <= 0.02 { within2 += 1 }
        if off <= 0.05 { within5 += 1 } else { notes.append("\(series.name) \(drawn.categories[c]): \(found.value) for \(value)") }
        if abs(found.value - value) <= found.error { covered += 1 }
      }
    }
    self.read += read
    invented += max(0, reading.series.reduce(0) { $0 + $1.values.count { $0 != nil } } - drawn.series.reduce(0) { $0 + $1.values.count })
    categories += drawn.categories.count
    let named = Set(reading.categories.map(Self.folded))
    rightCategories += drawn.categories.count { named.contains(Self.folded($0)) }
    return "\(within2 - before.0) of \(values - before.1) within 2 %, \(read) read" + (notes.isEmpty ? "" : "; " + notes.prefix(6).joined(separator: "; "))
  }

  /// Which reading belongs to which series: colours tell, whatever the names were read as.
  private static func partners(_ drawn: [DrawnChart.Series], _ read: [ChartReading.Series]) -> [Int?] {
    if drawn.count == 1 { return [read.isEmpty ? nil : 0] }
    var free = Set(read.indices)
    return drawn.map { series in
      guard let rgb = series.rgb else { return nil }
      func distance(_ i: Int) -> Int { (0..<3).reduce(0) { $0 + abs(Int(read[i].colour[$1]) - rgb[$1]) } }
      guard let best = free.min(by: { distance($0) < distance($1) }), distance(best) < 90 else { return nil }
      free.remove(best)
      return best
    }
  }

  /// The value that was read nearest to a place, along the axis of categories.
  private func value(at place: [Double], of series: ChartReading.Series, _ drawn: DrawnChart) -> ChartReading.Value? {
    func distance(_ value: ChartReading.Value) -> Double {
      switch drawn.kind {
      case "pie": ((value.place.x - place[0]) * (value.place.x - place[0]) + (value.place.y - place[1]) * (value.place.y - place[1])).squareRoot()
      case _ where drawn.orientation == "horizontal": abs(value.place.y - place[1])
      default: abs(value.place.x - place[0])
      }
    }
    let across = drawn.places.map { drawn.orientation == "horizontal" ? $0[1] : $0[0] }.sorted()
    let pitch = drawn.kind == "pie" ? 200 : zip(across, across.dropFirst()).map { $1 - $0 }.min() ?? 100
    guard let nearest = series.values.compactMap(\.self).min(by: { distance($0) < distance($1) }), distance(nearest) < pitch / 2 else { return nil }
    return nearest
  }

  /// As a share of the axis.
  private static func error(_ found: Double, _ wanted: Double, _ drawn: DrawnChart) -> Double {
    guard let axis = drawn.axis, axis.count == 2, axis[1] > axis[0] else { return 1 }
    guard drawn.scale == "log" else { return abs(found - wanted) / (axis[1] - axis[0]) }
    return found > 0 ? abs(log10(found) - log10(wanted)) / (log10(axis[1]) - log10(axis[0])) : 1
  }

  private static func folded(_ text: String) -> String { text.lowercased().filter { $0 != " " } }
}
