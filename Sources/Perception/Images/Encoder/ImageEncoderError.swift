/// Why a user's encoder of pictures cannot be used, beside faults of its file and nodes.
public struct ImageEncoderError: Error, CustomStringConvertible, Sendable, Equatable {
  public let path: String
  public let problem: String

  init(_ path: String, _ problem: String) { (self.path, self.problem) = (path, problem) }

  public var description: String { "\(path): \(problem)" }
}
