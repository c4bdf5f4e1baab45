/// A setting that cannot be used: exit code 78.
public struct SettingsError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String
  public init(_ description: String) { self.description = description }
}
