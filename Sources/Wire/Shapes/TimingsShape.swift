/// Milliseconds that the stages of an answer took.
public struct TimingsShape: Codable, Sendable, Equatable {
  public var perceive: Double
  public var retrieve: Double
  public var fuse: Double
  public var generate: Double

  public init(perceive: Double, retrieve: Double, fuse: Double, generate: Double) {
    self.perceive = perceive
    self.retrieve = retrieve
    self.fuse = fuse
    self.generate = generate
  }
}
