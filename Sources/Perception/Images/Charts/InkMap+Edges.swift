/// Thin strokes are mostly edge: what is left of their colour there belongs to them.
extension InkMap {
  /// Gives the pixels of blurred edges to the inks whose edges they are.
  mutating func mergeEdges(_ plot: PlotArea) {
    let parents = edges(plot)
    guard !parents.isEmpty else { return }
    // An edge's edge is the edge of what is inside; a chain is no longer than there are inks.
    var table = (0..<256).map { UInt8($0) }
    for ink in inks.indices {
      var at = ink, steps = 0
      while let next = parents[at], steps < inks.count { (at, steps) = (next, steps + 1) }
      table[ink] = UInt8(at)
      if at != ink {
        inks[at].count += inks[ink].count
        inks[ink].count = 0
      }
    }
    relabel(table)
  }

  /// Inks that are the blurred edges of others, with those: colours between another's and the paper's whose pixels mostly touch that other.
  private func edges(_ plot: PlotArea) -> [Int: Int] {
    let n = inks.count
    var touching = [Int](repeating: 0, count: n * n), totals = [Int](repeating: 0, count: n)
    for y in max(1, plot.top)..<min(height - 1, plot.bottom) {
      for x in max(1, plot.left)..<min(width - 1, plot.right) {
        let own = Int(label(x, y))
        guard own < n else { continue }
        totals[own] += 1
        var seen: UInt32 = 0
        for dy in -1...1 { for dx in -1...1 { let l = Int(label(x + dx, y + dy)); if l < n, l != own { seen |= 1 << UInt32(l) } } }
        for other in 0..<n where seen >> UInt32(other) & 1 == 1 { touching[own * n + other] += 1 }
      }
    }
    var parents: [Int: Int] = [:]
    for ink in 0..<n {
      let others = (0..<n).filter { other in
        other != ink && touching[ink * n + other] * 5 > totals[ink] * 2 && Self.isBetween(inks[ink].colour, plot.paper, inks[other].colour)
      }
      if let best = others.max(by: { (touching[ink * n + $0], $0) < (touching[ink * n + $1], $1) }) { parents[ink] = best }
    }
    return parents
  }

  /// - Parameter most: how much of the ink there may be in the colour.
  static func isBetween(_ colour: ChartColour, _ paper: ChartColour, _ ink: ChartColour, below most: Double = 0.95) -> Bool {
    let whole = (ink.red - paper.red, ink.green - paper.green, ink.blue - paper.blue), part = (colour.red - paper.red, colour.green - paper.green, colour.blue - paper.blue)
    let norm = Double(whole.0 * whole.0 + whole.1 * whole.1 + whole.2 * whole.2)
    guard norm > 0 else { return false }
    let share = Double(whole.0 * part.0 + whole.1 * part.1 + whole.2 * part.2) / norm
    let rest = abs(Double(part.0) - share * Double(whole.0)) + abs(Double(part.1) - share * Double(whole.1)) + abs(Double(part.2) - share * Double(whole.2))
    return share > 0.05 && share < most && rest < 60
  }
}
