/// What a connection speaks, told by its first byte alone.
///
/// HTTP methods begin with a capital letter and a JSON-RPC object with a brace, so one socket serves both and neither
/// needs a port, a path or a handshake of its own.
public enum Dialect: Sendable, Equatable {
  case http
  case jsonRPC

  /// Nil where the byte belongs to neither: the connection is to be closed without a word.
  public init?(firstByte: UInt8) {
    switch firstByte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): self = .http
    case UInt8(ascii: "{"): self = .jsonRPC
    default: return nil
    }
  }
}
