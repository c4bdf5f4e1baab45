public import RDF

/// A query that cannot be read, is not allowed, or was ended by a limit.
public struct SPARQLError: Error, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    /// The text is not SPARQL; ``SPARQLError/position`` tells where.
    case syntax
    /// SPARQL, but nothing that this program does: SERVICE, LOAD and everything else that would leave the store.
    case refused
    /// It needed more rows or more memory than its limits allow.
    case tooLarge
    /// Its time was up.
    case deadline
    /// Its caller took it back.
    case cancelled
    /// It asks for something that is not there, such as vectors without an encoder.
    case unavailable
  }

  public let code: Code
  /// What is wrong and what to do, without the place.
  public let message: String
  public let position: SourcePosition?

  public init(_ code: Code, _ message: String, at position: SourcePosition? = nil) {
    self.code = code
    self.message = message
    self.position = position
  }

  public var description: String { position.map { "\($0): \(message)" } ?? message }
}
