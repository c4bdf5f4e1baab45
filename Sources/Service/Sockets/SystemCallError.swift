import Glibc

/// A system call that failed: which, on what, and why.
public struct SystemCallError: Error, Sendable, CustomStringConvertible {
  public let call: String
  public let code: Int32

  init(_ call: String, code: Int32 = errno) {
    self.call = call
    self.code = code
  }

  /// The system's own words for the code.
  public var reason: String { unsafe String(cString: strerror(code)) }
  public var description: String { "\(call): \(reason)" }
}
