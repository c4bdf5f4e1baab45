import Foundation

/// One line that says how far something is, rewritten in place; only on a terminal.
struct StatusLine {
  private var lastDrawn = Date.distantPast
  private var isDrawn = false
  private let isShown = Terminal.errorIsTerminal

  mutating func show(_ text: String) {
    guard isShown, Date().timeIntervalSince(lastDrawn) > 0.1 else { return }
    lastDrawn = Date()
    isDrawn = true
    Terminal.sayRaw("\r\(text.prefix(max(20, Terminal.width - 1)))\u{1B}[K")
  }

  mutating func clear() {
    if isDrawn { Terminal.sayRaw("\r\u{1B}[K") }
    isDrawn = false
  }
}
