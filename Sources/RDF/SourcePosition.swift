/// Where something stands in a text file.
public struct SourcePosition: Hashable, Sendable, CustomStringConvertible {
  /// Counted from 1; LF, CR and CRLF each end a line.
  public let line: Int
  /// Counted from 1, in Unicode scalars.
  public let column: Int
  /// Counted from 0, in bytes.
  public let byteOffset: Int

  public init(line: Int, column: Int, byteOffset: Int) {
    self.line = line
    self.column = column
    self.byteOffset = byteOffset
  }

  public var description: String { "line \(line), column \(column)" }
}
