/// A table of a reading: one header row and rows of cells, each with its place.
public struct Table: Sendable, Hashable {
  /// Byte ranges of the reading without the white space around them; an empty range is an empty cell.
  public typealias Row = [Range<Int>]

  /// The column names, with quotes, escapes and emphasis taken away.
  public var header: [String]
  /// The header row in the reading; empty where the table has none.
  public var headerRange: Range<Int>
  public var rows: [Row]
  /// Each row as a whole, as many as ``rows``.
  public var rowRanges: [Range<Int>]
  public var range: Range<Int>
  public var caption: String?
  /// Whether cells are kept as CSV writes them, with quotes doubled.
  public var isQuoted = false

  public init(header: [String], headerRange: Range<Int>, rows: [Row], rowRanges: [Range<Int>], range: Range<Int>, caption: String? = nil) {
    self.header = header
    self.headerRange = headerRange
    self.rows = rows
    self.rowRanges = rowRanges
    self.range = range
    self.caption = caption
  }
}
