/// Width and height in the picture's units.
public struct Size: Sendable, Hashable {
  public var width, height: Double

  public init(_ width: Double, _ height: Double) {
    self.width = width
    self.height = height
  }
}
