/// A place in a picture: x to the right, y downwards, in the picture's units (pixels at 96 dpi).
public struct Point: Sendable, Hashable {
  public var x, y: Double

  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}
