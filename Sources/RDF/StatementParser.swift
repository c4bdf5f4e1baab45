/// A parser that takes one statement after the other, so that reading can go on behind a bad one.
protocol StatementParser {
  var scanner: ByteScanner { get }
  /// Reads a statement, a directive or what stands between them. False at the end.
  mutating func parseStatement() throws -> Bool
  /// Consumes what is left of a statement that could not be read. It accepts any bytes, and always ends: at the latest where the file does.
  mutating func skipStatement() throws
}
