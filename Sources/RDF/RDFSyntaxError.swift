/// A file is not what its format allows. The position is that of the first byte that cannot be right.
public struct RDFSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, without the place: `the prefix "ex" is not declared`.
  public let message: String
  public let position: SourcePosition

  public init(_ message: String, at position: SourcePosition) {
    self.message = message
    self.position = position
  }

  public var description: String { "\(position): \(message)" }
}
