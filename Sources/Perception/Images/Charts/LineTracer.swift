/// Follows a line of one colour through the plot: for each column where its stroke's middle is.
struct LineTracer {
  /// By column from the plot's left on; nil where nothing of the colour is.
  let middles: [Double?]
  /// How high the stroke is there.
  let heights: [Double]
  let left: Int
  /// The share of the columns between the first and the last that have the colour.
  let coverage: Double
  let first, last: Int
  /// The stroke's usual height, in pixels.
  let stroke: Double

  /// - Parameter isNamed: whether the legend names the colour, where more gaps are believed.
  /// - Returns: nil where the colour makes no line.
  init?(_ inks: InkMap, ink: Int, canvas: ChartCanvas, plot: PlotArea, isNamed: Bool) {
    let colour = inks.inks[ink].colour, paper = plot.paper
    let axis = (r: Double(colour.red - paper.red), g: Double(colour.green - paper.green), b: Double(colour.blue - paper.blue))
    let norm = axis.r * axis.r + axis.g * axis.g + axis.b * axis.b
    guard norm > 0 else { return nil }
    /// How much of the pixel the ink covers, judged by its colour between the paper's and the ink's.
    func cover(_ x: Int, _ y: Int) -> Double {
      let c = canvas.colour(x, y)
      let d = (r: Double(c.red - paper.red), g: Double(c.green - paper.green), b: Double(c.blue - paper.blue))
      let share = (d.r * axis.r + d.g * axis.g + d.b * axis.b) / norm
      let rest = abs(d.r - share * axis.r) + abs(d.g - share * axis.g) + abs(d.b - share * axis.b)
      return rest > 60 ? 0 : min(1, max(0, share))
    }
    var middles: [Double?] = [], heights: [Double] = []
    var previous: Double?
    for x in plot.left...plot.right {
      // Stretches of the colour in this column; a pixel between two parts nothing.
      var best: (middle: Double, height: Double, cost: Double)?
      var start = -1, end = -1
      func close() {
        guard start >= 0 else { return }
        var weight = 0.0, sum = 0.0
        for y in max(plot.top, start - 1)...min(plot.bottom, end + 1) {
          let share = y >= start && y <= end ? max(0.5, cover(x, y)) : cover(x, y)
          weight += share
          sum += share * (Double(y) + 0.5)
        }
        guard weight > 0 else { return }
        let middle = sum / weight
        // Longer stretches and those near the last one are the line's.
        let cost = (previous.map { abs($0 - middle) } ?? 0) - 2 * weight
        if best == nil || cost < best!.cost { best = (middle, weight, cost) }
      }
      for y in plot.top...plot.bottom where Int(inks.label(x, y)) == ink {
        if start >= 0, y - end <= 2 {
          end = y
        } else {
          close()
          (start, end) = (y, y)
        }
      }
      close()
      middles.append(best?.middle)
      heights.append(best?.height ?? 0)
      if let best { previous = best.middle }
    }
    let there = middles.indices.filter { middles[$0] != nil }
    guard let first = there.first, let last = there.last, last - first >= plot.width / 8 else { return nil }
    let thick = there.map { heights[$0] }.sorted()
    (self.middles, self.heights, self.first, self.last, left) = (middles, heights, first + plot.left, last + plot.left, plot.left)
    coverage = Double(there.count) / Double(last - first + 1)
    stroke = thick[thick.count / 4]
    // The frame's own line is none.
    let atFrame = there.count { min(middles[$0]! - Double(plot.top), Double(plot.bottom + 1) - middles[$0]!) < 4 }
    guard atFrame * 5 < there.count * 4 else { return nil }
    // Areas are no lines.
    guard Self.isConnected(there.map { ($0, middles[$0]!, heights[$0]) }, width: plot.width, isNamed: isNamed) else { return nil }
    guard coverage >= 0.3, thick[thick.count / 2] < Double(plot.height) * 0.3, stroke < 14 else { return nil }
  }

  /// Whether stretches of neighbouring columns touch, or would across a dash's gap: points of a cloud and the parts of boxes do not.
  ///
  /// One wide gap is where the legend was.
  private static func isConnected(_ columns: [(x: Int, middle: Double, height: Double)], width: Int, isNamed: Bool) -> Bool {
    var joined = 0, all = 0, wide = 0, breaks = 0
    for (a, b) in zip(columns, columns.dropFirst()) {
      let gap = Double(b.x - a.x), tall = max(a.height, b.height)
      all += 1
      if gap > max(16, Double(width) / 20) { wide += 1 }
      if gap > 1 || abs(a.middle - b.middle) > (a.height + b.height) / 2 + 2 { breaks += 1 }
      if gap <= 12, abs(a.middle - b.middle) <= (a.height + b.height) / 2 + 2 + (gap - 1) * tall / 2 { joined += 1 }
    }
    // Of a cloud's points most do not go on where the last one ended, of dashes most do.
    let lost = all - joined
    return all > 0 && wide <= 1 && lost * 20 <= 3 * all && (isNamed || lost <= 30 || lost * 2 <= breaks)
  }

  /// Height at a place along x, how sure in pixels, and how steep the line is there; nil where the line is hidden or ended.
  ///
  /// - Parameter isVertex: whether the line may bend there and is straight on both sides.
  func height(at place: Double, within reach: Double, isVertex: Bool) -> (y: Double, spread: Double, slope: Double)? {
    let x = place - Double(left) - 0.5
    guard place > Double(first) - 3, place < Double(last) + 4 else { return nil }
    func points(_ range: ClosedRange<Int>) -> [(x: Double, y: Double)] {
      let inside = range.clamped(to: 0...middles.count - 1)
      return inside.compactMap { i in middles[i].map { (Double(i), $0) } }
    }
    let at = Int(x.rounded()), near = points(at - 1...at + 1)
    let wide = Int(reach.rounded(.down)), gap = max(1, Int(stroke * 0.8))
    let before = wide > gap ? Self.straight(points(at - wide...at - gap), at: x) : nil
    let after = wide > gap ? Self.straight(points(at + gap...at + wide), at: x) : nil
    let centre: (y: Double, spread: Double)? = near.isEmpty ? nil : {
      let y = near.reduce(0) { $0 + $1.y } / Double(near.count)
      // A line that goes up and down within a few columns is not known to a pixel.
      let around = points(at - 2...at + 2).map(\.y)
      return (y, max(0.5, (around.max()! - around.min()!) / 3))
    }()
    let slope = max(abs(before?.slope ?? 0), abs(after?.slope ?? 0))
    if isVertex {
      if let before, let after, before.rest < 0.8, after.rest < 0.8, abs(before.y - after.y) < 3 + 0.5 * slope {
        return ((before.y + after.y) / 2, max(0.4, abs(before.y - after.y) / 2), slope)
      }
      let sides = [before, after].compactMap { $0 }.filter { $0.rest < 0.8 }
      if let centre, let side = sides.min(by: { abs($0.y - centre.y) < abs($1.y - centre.y) }), abs(side.y - centre.y) < 4 {
        return ((side.y + centre.y) / 2, max(0.6, abs(side.y - centre.y) / 2), slope)
      }
      if centre == nil, let side = sides.first { return (side.y, 1.5, slope) }
    }
    if let centre { return (centre.y, centre.spread, slope) }
    // Hidden: between the nearest on both sides, if those are near.
    guard let a = points(at - 14...at - 1).last, let b = points(at + 1...at + 14).first else { return nil }
    let share = (x - a.x) / (b.x - a.x)
    return (a.y + (b.y - a.y) * share, max(1, abs(b.y - a.y) / 4), slope)
  }

  private static func straight(_ points: [(x: Double, y: Double)], at x: Double) -> (y: Double, slope: Double, rest: Double)? {
    guard points.count >= 4 else { return nil }
    guard let line = StraightLine(through: points) else { return nil }
    return (line.y(at: x), line.slope, line.rest(of: points))
  }
}
