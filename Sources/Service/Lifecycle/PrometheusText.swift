/// Metrics in Prometheus' text format, version 0.0.4.
struct PrometheusText: Sendable {
  private(set) var text = ""

  /// One family of series; a value's labels are already in its key, such as `{status="200"}`.
  mutating func add(_ name: String, _ kind: String, _ help: String, _ values: [(labels: String, value: Double)]) {
    text += "# HELP kgassist_\(name) \(help)\n# TYPE kgassist_\(name) \(kind)\n"
    for (labels, value) in values { text += "kgassist_\(name)\(labels) \(Self.number(value))\n" }
  }

  mutating func add(_ name: String, _ kind: String, _ help: String, _ value: Int) {
    add(name, kind, help, [("", Double(value))])
  }

  mutating func add(_ name: String, _ help: String, _ histogram: Histogram) {
    text += "# HELP kgassist_\(name) \(help)\n# TYPE kgassist_\(name) histogram\n"
    for (bound, count) in zip(histogram.bounds, histogram.counts) {
      text += "kgassist_\(name)_bucket{le=\"\(Self.number(bound))\"} \(count)\n"
    }
    text += "kgassist_\(name)_bucket{le=\"+Inf\"} \(histogram.count)\n"
    text += "kgassist_\(name)_sum \(histogram.sum)\nkgassist_\(name)_count \(histogram.count)\n"
  }

  static func label(_ name: String, _ value: String) -> String {
    let escaped = value.map { character -> String in
      switch character {
      case "\\": "\\\\"
      case "\"": "\\\""
      case "\n": "\\n"
      default: String(character)
      }
    }
    return "\(name)=\"\(escaped.joined())\""
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
  }
}
