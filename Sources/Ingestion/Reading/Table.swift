/// A table of a reading: one header row and rows of cells, each with its place.
struct Table: Sendable, Hashable {
  /// Byte ranges of the reading without the white space around them; an empty range is an empty cell.
  typealias Row = [Range<Int>]

  /// The column names, with quotes, escapes and emphasis taken away.
  var header: [String]
  /// The header row in the reading; empty where the table has none.
  var headerRange: Range<Int>
  var rows: [Row]
  /// Each row as a whole, as many as ``rows``.
  var rowRanges: [Range<Int>]
  var range: Range<Int>
  var caption: String?
  /// Whether cells are kept as CSV writes them, with quotes doubled.
  var isQuoted = false
  /// Whether its values were read off a picture: evidence, with their errors, and no facts. Its rows are one cell each.
  var isReadOff = false

  init(header: [String], headerRange: Range<Int>, rows: [Row], rowRanges: [Range<Int>], range: Range<Int>, caption: String? = nil) {
    self.header = header
    self.headerRange = headerRange
    self.rows = rows
    self.rowRanges = rowRanges
    self.range = range
    self.caption = caption
  }
}
