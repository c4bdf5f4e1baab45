/// How much of anything one request may hold. Checked byte by byte, before memory is asked for.
public struct HTTPLimits: Sendable, Equatable {
  /// Bytes of the request line, its line end not counted.
  public var requestLine = 8 * 1024
  /// Header fields.
  public var headerCount = 64
  /// Bytes of all header lines together, their line ends counted.
  public var headerBytes = 16 * 1024
  /// Bytes of the body.
  public var body = 32 * 1024 * 1024
  /// Bytes of a body that goes into a file, where a route takes such.
  public var fileBody = 4 << 30

  public init() {}
  /// The limits of the published contract.
  public static let contract = HTTPLimits()
}
