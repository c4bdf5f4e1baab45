/// A file is not what its format allows. The position is that of the first byte that cannot be right.
public struct RDFSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, without the place: `the prefix "ex" is not declared`.
  public let message: String
  public let position: SourcePosition
  /// The byte after the last one that was looked at: what is wrong stands from the position to here.
  public internal(set) var endOffset: Int

  /// The bytes that are wrong, for marking them; at least one, which may lie past the end of a file that ends too early.
  public var range: Range<Int> { position.byteOffset..<max(endOffset, position.byteOffset + 1) }

  public init(_ message: String, at position: SourcePosition) {
    self.message = message
    self.position = position
    endOffset = position.byteOffset + 1
  }

  public var description: String { "\(position): \(message)" }
}
