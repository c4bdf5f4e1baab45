/// Finds lines that stand in rows and columns.
struct TableFinder {
  let rows: [[PageText.Line]]
  /// The usual height of a line.
  let height: Double

  /// Runs of at least three rows whose cells stand in the same two or more columns.
  func tables() -> [PageText.Table] {
    var tables: [PageText.Table] = [], start = 0
    while start < rows.count {
      let end = run(from: start)
      if end - start >= 3, let table = table(Array(rows[start..<end])) {
        tables.append(table)
        start = end
      } else {
        start += 1
      }
    }
    return tables
  }

  private typealias Band = (left: Double, right: Double)

  /// How far the rows from `start` on share columns.
  private func run(from start: Int) -> Int {
    guard rows[start].count >= 2 else { return start }
    var bands: [Band] = rows[start].map { ($0.box.left, $0.box.right) }, end = start + 1
    var bottom = rows[start].map(\.box.bottom).max()!
    while end < rows.count {
      let row = rows[end]
      guard row.map(\.box.top).min()! - bottom < 3 * height else { break }
      let wider = merged(bands + row.map { ($0.box.left, $0.box.right) })
      // A row that joins columns into fewer than it has cells, or than there were, belongs to no such table.
      guard wider.count >= max(2, row.count), row.count >= 2 || end + 1 < rows.count && rows[end + 1].count >= 2, wider.count >= bands.count else { break }
      bands = wider
      bottom = row.map(\.box.bottom).max()!
      end += 1
    }
    return end
  }

  private func merged(_ bands: [Band]) -> [Band] {
    var out: [Band] = []
    for band in bands.sorted(by: { $0.left < $1.left }) {
      if let last = out.last, band.left <= last.right { out[out.count - 1].right = max(last.right, band.right) } else { out.append(band) }
    }
    return out
  }

  private func table(_ rows: [[PageText.Line]]) -> PageText.Table? {
    let cells = rows.flatMap(\.self), bands = merged(cells.map { ($0.box.left, $0.box.right) })
    let full = rows.count { $0.count >= 2 }, widths = cells.map(\.box.width).sorted()
    // Columns of prose are no table.
    guard bands.count >= 2, full * 10 >= rows.count * 7, widths[widths.count / 2] < 14 * height else { return nil }
    let texts = rows.map { row in
      bands.map { band in row.filter { $0.box.left >= band.left - 1 && $0.box.right <= band.right + 1 }.map(\.text).joined(separator: " ") }
    }
    let box = Quadrilateral(
      left: cells.map(\.box.left).min()!, top: cells.map(\.box.top).min()!, right: cells.map(\.box.right).max()!, bottom: cells.map(\.box.bottom).max()!)
    return PageText.Table(rows: texts, box: box)
  }
}
