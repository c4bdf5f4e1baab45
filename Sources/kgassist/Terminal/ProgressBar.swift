import Foundation

/// How far a batch is, with its rate and the time left; only on a terminal.
struct ProgressBar {
  private let began = Date()
  private var lastDrawn = Date.distantPast
  private var isDrawn = false
  let isShown = Terminal.errorIsTerminal

  mutating func show(_ done: Int, of total: Int, _ label: String) {
    guard isShown, total > 0, Date().timeIntervalSince(lastDrawn) > 0.1 || done == total else { return }
    lastDrawn = Date()
    isDrawn = true
    let seconds = Date().timeIntervalSince(began)
    let rate = seconds > 0 ? Double(done) / seconds : 0
    let left = rate > 0 ? Self.time(Double(total - done) / rate) : "–"
    let figures = " \(done)/\(total) \(label) \(Self.rate(rate))/s, \(left) left"
    let width = max(10, min(40, Terminal.width - figures.count - 3))
    let filled = min(width, width * done / total)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    Terminal.sayRaw("\r\(bar)\(figures)\u{1B}[K")
  }

  /// Takes the bar away, so that a message can stand in its place.
  mutating func clear() {
    if isDrawn { Terminal.sayRaw("\r\u{1B}[K") }
    isDrawn = false
  }

  private static func rate(_ value: Double) -> String { value < 10 ? String(format: "%.1f", value) : String(Int(value)) }

  private static func time(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded(.up))
    return whole < 60 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
  }
}
