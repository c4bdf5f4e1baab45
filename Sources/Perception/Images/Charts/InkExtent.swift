/// Where the letters inside a text's box really stand: boxes are a pixel or two wider than what they hold.
enum InkExtent {
  /// The first and the last row inside the box that a letter touches.
  static func rows(of text: ChartText, columns: ClosedRange<Int>? = nil, canvas: ChartCanvas) -> ClosedRange<Int>? {
    let left = columns?.lowerBound ?? max(0, Int(text.left)), right = columns?.upperBound ?? min(canvas.width - 1, Int(text.right))
    let top = max(0, Int(text.top)), bottom = min(canvas.height - 1, Int(text.bottom))
    guard left < right, top < bottom, (right - left) * (bottom - top) < 400_000 else { return nil }
    guard let paper = paper(left...right, top...bottom, canvas: canvas) else { return nil }
    var contrast = 0
    for y in top...bottom { for x in left...right { contrast = max(contrast, canvas.colour(x, y).distance(to: paper)) } }
    guard contrast > 60 else { return nil }
    let counts = (top...bottom).map { y in (left...right).count { canvas.colour($0, y).distance(to: paper) * 2 > contrast } }
    // A comma hangs under the digits of a line: rows with little in them do not count.
    let least = right - left > (bottom - top) * 6 / 5 ? max(1, counts.max()! / 5) : 1
    let inked = (top...bottom).filter { counts[$0 - top] >= least }
    guard let first = inked.first, let last = inked.last else { return nil }
    return first...last
  }

  /// The middle of a number's digits along y.
  static func middle(of text: ChartText, canvas: ChartCanvas) -> Double {
    guard let rows = rows(of: text, canvas: canvas) else { return text.middle.y }
    let middle = Double(rows.lowerBound + rows.upperBound + 1) / 2
    return abs(middle - text.middle.y) < 0.3 * (text.bottom - text.top) ? middle : text.middle.y
  }

  static func paper(_ columns: ClosedRange<Int>, _ rows: ClosedRange<Int>, canvas: ChartCanvas) -> ChartColour? {
    canvas.commonest(rows.lazy.flatMap { y in columns.lazy.map { (x: $0, y: y) } })
  }
}

/// Tells 10² from 102: the last digit of a power stands higher than the first.
enum RaisedDigits {
  static func areRaised(_ text: ChartText, canvas: ChartCanvas) -> Bool {
    let left = max(0, Int(text.left)), right = min(canvas.width - 1, Int(text.right)), top = max(0, Int(text.top)), bottom = min(canvas.height - 1, Int(text.bottom))
    guard right - left > 6, bottom - top > 4, (right - left) * (bottom - top) < 100_000, let paper = InkExtent.paper(left...right, top...bottom, canvas: canvas) else {
      return false
    }
    var contrast = 0
    for y in top...bottom { for x in left...right { contrast = max(contrast, canvas.colour(x, y).distance(to: paper)) } }
    func lowest(_ x: Int) -> Int? { (top...bottom).last { canvas.colour(x, $0).distance(to: paper) * 2 > contrast } }
    // Glyphs are runs of inked columns.
    var glyphs: [Int] = [], isInside = false
    for x in left...right {
      if let y = lowest(x) {
        if isInside { glyphs[glyphs.count - 1] = max(glyphs[glyphs.count - 1], y) } else { glyphs.append(y) }
        isInside = true
      } else {
        isInside = false
      }
    }
    guard glyphs.count >= 2 else { return false }
    return Double(glyphs[0] - glyphs[glyphs.count - 1]) > 0.2 * text.size
  }
}
