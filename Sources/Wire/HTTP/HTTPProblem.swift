/// Why bytes are not a request this daemon takes. The connection cannot be used further after one.
public struct HTTPProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// The status to answer with.
  public let status: Int
  /// A short fixed word for programs, such as `bare_line_feed`.
  public let code: String
  /// What a person reads.
  public let message: String

  public init(_ status: Int, _ code: String, _ message: String) {
    self.status = status
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
