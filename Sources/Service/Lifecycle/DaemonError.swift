/// Why the daemon cannot start or go on, with the exit code it ends with.
public struct DaemonError: Error, Sendable, CustomStringConvertible {
  public let description: String
  public let exitCode: Int32

  init(_ description: String, exitCode: Int32) {
    self.description = description
    self.exitCode = exitCode
  }
}
