/// Puts lines into the order in which a person reads them: columns one after another, rows from left to right; and finds tables.
struct PageLayout {
  private let lines: [PageText.Line]
  /// The usual height of a line.
  private let height: Double

  private let turns: Int
  private let page: PicturePoint

  /// - Parameters:
  ///   - turned: by how many quarter turns against the clock the page must be turned to stand upright.
  ///   - width: the page's, in pixels, and so is `height`.
  init(_ lines: [PageText.Line], turned: Int = 0, width: Double = 0, height: Double = 0) {
    turns = turned
    page = PicturePoint(x: width, y: height)
    self.lines = lines.map { Self.turned($0, by: turned, PicturePoint(x: width, y: height)) }
    let heights = lines.map(\.box.height).sorted()
    self.height = heights.isEmpty ? 0 : max(1, heights[heights.count / 2])
  }

  func arranged() -> ([PageText.Line], [PageText.Table]) {
    let rows = Self.rows(lines)
    let tables = TableFinder(rows: rows, height: height).tables()
    guard turns > 0 else { return (order(rows).flatMap(\.self), tables) }
    let back = (4 - turns) % 4, upright = turns == 2 ? page : PicturePoint(x: page.y, y: page.x)
    return (
      order(rows).flatMap(\.self).map { Self.turned($0, by: back, upright) },
      tables.map { PageText.Table(rows: $0.rows, box: $0.box.mapped { Self.turned($0, by: back, upright) }) }
    )
  }

  private static func turned(_ line: PageText.Line, by turns: Int, _ page: PicturePoint) -> PageText.Line {
    if turns == 0 { return line }
    var out = line
    out.box = line.box.mapped { turned($0, by: turns, page) }
    out.words = line.words.map { PageText.Word(text: $0.text, box: $0.box.mapped { turned($0, by: turns, page) }) }
    return out
  }

  /// A point of a page of this size after quarter turns against the clock.
  private static func turned(_ point: PicturePoint, by turns: Int, _ page: PicturePoint) -> PicturePoint {
    switch turns {
    case 1: PicturePoint(x: point.y, y: page.x - point.x)
    case 2: PicturePoint(x: page.x - point.x, y: page.y - point.y)
    case 3: PicturePoint(x: page.y - point.y, y: point.x)
    default: point
    }
  }

  /// Lines that stand at one height, from left to right; rows from the top down.
  static func rows(_ lines: [PageText.Line]) -> [[PageText.Line]] {
    var rows: [(top: Double, bottom: Double, lines: [PageText.Line])] = []
    for line in lines.sorted(by: { ($0.box.top + $0.box.bottom, $0.box.left) < ($1.box.top + $1.box.bottom, $1.box.left) }) {
      let top = line.box.top, bottom = line.box.bottom
      if let last = rows.indices.last, min(bottom, rows[last].bottom) - max(top, rows[last].top) > 0.5 * min(bottom - top, rows[last].bottom - rows[last].top) {
        rows[last].lines.append(line)
        // A row keeps the height of its middle: slanted neighbours do not pull it down the page.
        rows[last].top = max(rows[last].top, min(top, rows[last].bottom))
        rows[last].bottom = min(rows[last].bottom, bottom)
        if rows[last].bottom <= rows[last].top { (rows[last].top, rows[last].bottom) = (top, bottom) }
      } else {
        rows.append((top, bottom, [line]))
      }
    }
    return rows.map { $0.lines.sorted { $0.box.left < $1.box.left } }
  }

  /// Rows where no column of prose stands beside another, else the columns of the first such part, each by itself.
  private func order(_ rows: [[PageText.Line]], depth: Int = 0) -> [[PageText.Line]] {
    guard rows.count >= 3, depth < 8 else { return rows }
    for start in rows.indices {
      guard let (end, gutter) = columns(rows, from: start) else { continue }
      let block = rows[start..<end].flatMap(\.self)
      let left = block.filter { ($0.box.left + $0.box.right) / 2 < gutter }, right = block.filter { ($0.box.left + $0.box.right) / 2 >= gutter }
      return Array(rows[..<start]) + order(Self.rows(left), depth: depth + 1) + order(Self.rows(right), depth: depth + 1)
        + order(Array(rows[end...]), depth: depth + 1)
    }
    return rows
  }

  /// The longest run of rows from `start` on that a white band divides into two columns of prose.
  private func columns(_ rows: [[PageText.Line]], from start: Int) -> (end: Int, gutter: Double)? {
    // Bands begin where lines of the first row with two of them end.
    guard rows[start].count >= 2 else { return nil }
    for (a, b) in zip(rows[start], rows[start].dropFirst()) where b.box.left - a.box.right > 0.7 * height {
      var low = a.box.right, high = b.box.left, end = start, sides = (left: [PageText.Line](), right: [PageText.Line]())
      while end < rows.count {
        var from = low, to = high
        for line in rows[end] {
          if (line.box.left + line.box.right) / 2 < (low + high) / 2 { from = max(from, line.box.right) } else { to = min(to, line.box.left) }
        }
        guard to - from > 0.5 * height else { break }
        (low, high) = (from, to)
        for line in rows[end] { if line.box.left < (low + high) / 2 { sides.left.append(line) } else { sides.right.append(line) } }
        end += 1
      }
      if end - start >= 3, isProse(sides.left), isProse(sides.right) { return (end, (low + high) / 2) }
    }
    return nil
  }

  /// Lines of prose are long; cells of tables, labels and values are short.
  private func isProse(_ lines: [PageText.Line]) -> Bool {
    guard lines.count >= 3 else { return false }
    let widths = lines.map(\.box.width).sorted()
    return widths[widths.count / 2] >= 9 * height
  }
}
