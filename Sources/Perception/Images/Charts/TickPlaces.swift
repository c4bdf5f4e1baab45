/// Finds tick marks and grid lines: thin strokes across an axis, at places along it.
struct TickPlaces {
  /// How far to either side of a stroke the paper is looked for, in pixels.
  private static let reach = 3

  /// Places along y of strokes that cross `columns`, to a fraction of a pixel.
  ///
  /// - Parameter share: of the columns that a stroke must cover.
  static func alongY(_ canvas: ChartCanvas, columns: ClosedRange<Int>, rows: ClosedRange<Int>, share: Double) -> [Double] {
    let columns = columns.clamped(to: 0...canvas.width - 1)
    return peaks(in: rows.clamped(to: 0...canvas.height - 1), most: canvas.height, needed: max(2, Int(share * Double(columns.count)))) { y, near in
      var count = 0, depth = 0
      let above = max(0, y - near), below = min(canvas.height - 1, y + near)
      for x in columns {
        let difference = min(canvas.difference(x, y, x, above), canvas.difference(x, y, x, below))
        if difference > ChartCanvas.visible {
          count += 1
          depth += difference
        }
      }
      return (count, depth)
    }
  }

  /// Places along x of strokes that cross `rows`.
  static func alongX(_ canvas: ChartCanvas, columns: ClosedRange<Int>, rows: ClosedRange<Int>, share: Double) -> [Double] {
    let rows = rows.clamped(to: 0...canvas.height - 1)
    return peaks(in: columns.clamped(to: 0...canvas.width - 1), most: canvas.width, needed: max(2, Int(share * Double(rows.count)))) { x, near in
      var count = 0, depth = 0
      let before = max(0, x - near), after = min(canvas.width - 1, x + near)
      for y in rows {
        let difference = min(canvas.difference(x, y, before, y), canvas.difference(x, y, after, y))
        if difference > ChartCanvas.visible {
          count += 1
          depth += difference
        }
      }
      return (count, depth)
    }
  }

  /// Local peaks, each the centre of its weight over the neighbours that belong to it.
  private static func peaks(in range: ClosedRange<Int>, most: Int, needed: Int, _ measure: (Int, Int) -> (count: Int, depth: Int)) -> [Double] {
    var counts: [Int] = [], depths: [Double] = []
    for at in range {
      let (count, depth) = at < reach || at >= most - reach ? (0, 0) : measure(at, reach)
      counts.append(count)
      depths.append(Double(depth))
    }
    var out: [Double] = [], i = 0
    while i < counts.count {
      guard counts[i] >= needed else {
        i += 1
        continue
      }
      var end = i
      while end + 1 < counts.count, counts[end + 1] >= needed { end += 1 }
      if end - i <= 3 {
        var weight = 0.0, sum = 0.0
        for j in max(0, i - 1)...min(counts.count - 1, end + 1) {
          weight += depths[j]
          sum += depths[j] * (Double(range.lowerBound + j) + 0.5)
        }
        if weight > 0 { out.append(sum / weight) }
      }
      i = end + 1
    }
    return out
  }
}
