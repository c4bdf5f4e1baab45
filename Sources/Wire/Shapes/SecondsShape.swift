/// A stretch of a recording, in seconds from its beginning.
public struct SecondsShape: Codable, Sendable, Equatable {
  public var start: Double
  public var end: Double

  public init(start: Double, end: Double) {
    self.start = start
    self.end = end
  }
}
