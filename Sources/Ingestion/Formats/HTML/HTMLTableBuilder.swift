/// Collects the rows and cells of one HTML table while its text is read.
struct HTMLTableBuilder {
  /// Tables inside each other; only the outermost is a table, the others are text in its cells.
  var depth = 0
  var caption: String?
  private(set) var inCell = false
  private(set) var cellsInRow = 0
  private var rows: [(cells: Table.Row, range: Range<Int>)] = []
  private var row: Table.Row = []
  private var cellStart: Int?
  private var span = 1

  /// Whether no cell was met yet.
  var isEmpty: Bool { rows.isEmpty && row.isEmpty && !inCell }

  mutating func openCell(span: Int) {
    inCell = true
    self.span = span
    cellsInRow += 1
  }

  /// Says that text of the open cell begins here.
  mutating func content(at position: Int) {
    if cellStart == nil { cellStart = position }
  }

  mutating func closeCell(_ builder: ReadingBuilder) {
    guard inCell else { return }
    let end = builder.count
    let range = builder.text.trimmed((cellStart ?? end)..<end)
    row.append(range)
    // A cell over several columns names the first; the others are empty.
    for _ in 1..<max(span, 1) where row.count < 1000 { row.append(range.upperBound..<range.upperBound) }
    inCell = false
    cellStart = nil
    span = 1
  }

  mutating func closeRow(_ builder: ReadingBuilder) {
    closeCell(builder)
    let filled = row.filter { !$0.isEmpty }
    if let first = filled.first, let last = filled.last {
      rows.append((row, first.lowerBound..<last.upperBound))
    }
    row = []
    cellsInRow = 0
  }

  /// The words of a table that only lays out a page.
  var plainRange: Range<Int>? {
    guard let first = rows.first, let last = rows.last else { return nil }
    return first.range.lowerBound..<last.range.upperBound
  }

  /// The table, if it is one: two rows and two columns at least.
  func finish(_ builder: ReadingBuilder) -> Table? {
    guard rows.count >= 2, let first = rows.first, let last = rows.last, rows.contains(where: { $0.cells.count >= 2 }) else { return nil }
    return Table(
      header: first.cells.map { builder.text.string($0) }, headerRange: first.range, rows: rows.dropFirst().map(\.cells), rowRanges: rows.dropFirst().map(\.range),
      range: first.range.lowerBound..<last.range.upperBound, caption: caption)
  }
}
