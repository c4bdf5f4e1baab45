/// Several rows by one statement: starting and ending one takes half of a row's time in a table, and in full text each statement writes what the
/// one before left in memory as a piece of index of its own, to be merged later.
struct RowGroup {
  private let whole, single: Statement
  private let width: Int
  private let most: Int
  /// Values row by row.
  private var waiting: [SQLValue] = []

  /// - Parameters:
  ///   - table: with its columns, `name(a, b)`.
  ///   - row: a row's values, a question mark for each that comes with it: `(?, ?, NULL)`.
  ///   - most: rows that are stored together.
  init(_ connection: Connection, table: String, row: String, most: Int) throws {
    func insertion(_ count: Int) -> String { "INSERT INTO \(table) VALUES" + Array(repeating: row, count: count).joined(separator: ", ") }
    whole = try connection.prepare(insertion(most))
    single = try connection.prepare(insertion(1))
    width = row.utf8.count { $0 == UInt8(ascii: "?") }
    self.most = most
    waiting.reserveCapacity(most * width)
  }

  mutating func append(_ values: SQLValue...) throws {
    waiting += values
    if waiting.count == most * width { try flush() }
  }

  /// Stores what waits; to be called before the rows are read.
  mutating func flush() throws {
    let statement = waiting.count == most * width ? whole : single
    let count = statement === whole ? waiting.count : width
    for start in stride(from: 0, to: waiting.count, by: count) {
      for place in 0..<count { try statement.bind(waiting[start + place], at: Int32(place + 1)) }
      try statement.run()
    }
    waiting.removeAll(keepingCapacity: true)
  }
}
