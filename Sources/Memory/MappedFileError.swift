import Glibc

/// Why a file could not be mapped, with the file's path and the system's reason.
public struct MappedFileError: Error, CustomStringConvertible, Sendable, Equatable {
  /// The file as it was named by the caller.
  public let path: String
  /// What failed: `open`, `read its size`, `map`, or `not a regular file`.
  public let operation: String
  /// The system's error number, 0 where the system did not fail.
  public let errno: Int32

  public var description: String {
    guard errno != 0 else { return "\(path): \(operation)" }
    return "\(path): cannot \(operation): \(unsafe String(cString: strerror(errno))) (errno \(errno))"
  }
}
