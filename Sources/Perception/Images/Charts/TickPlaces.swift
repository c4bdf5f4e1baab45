/// Finds tick marks and grid lines: thin strokes across an axis, at places along it.
struct TickPlaces {
  /// How far to either side of a stroke the paper is looked for, in pixels.
  private static let reach = 3

  /// Places along y of strokes that cross `columns`, to a fraction of a pixel.
  ///
  /// - Parameter share: of the columns that a stroke must cover.
  static func alongY(_ canvas: ChartCanvas, columns: ClosedRange<Int>, rows: ClosedRange<Int>, share: Double) -> [Double] {
    places(rows, of: canvas.height, across: columns.clamped(to: 0...canvas.width - 1), share) { y, x, other in canvas.difference(x, y, x, other) }
  }

  /// Places along x of strokes that cross `rows`.
  static func alongX(_ canvas: ChartCanvas, columns: ClosedRange<Int>, rows: ClosedRange<Int>, share: Double) -> [Double] {
    places(columns, of: canvas.width, across: rows.clamped(to: 0...canvas.height - 1), share) { x, y, other in canvas.difference(x, y, other, y) }
  }

  /// - Parameter difference: between the pixel at a place, on one of the lines across, and the pixel of that line at another place.
  @inline(__always) private static func places(
    _ range: ClosedRange<Int>, of extent: Int, across: ClosedRange<Int>, _ share: Double, _ difference: (_ at: Int, _ line: Int, _ other: Int) -> Int
  ) -> [Double] {
    peaks(in: range.clamped(to: 0...extent - 1), most: extent, needed: max(2, Int(share * Double(across.count)))) { at, near in
      var count = 0, depth = 0
      let before = max(0, at - near), after = min(extent - 1, at + near)
      for line in across {
        let least = min(difference(at, line, before), difference(at, line, after))
        if least > ChartCanvas.visible {
          count += 1
          depth += least
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
