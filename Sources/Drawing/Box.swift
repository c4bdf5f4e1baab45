/// An upright rectangle.
public struct Box: Sendable, Hashable {
  public var x, y, width, height: Double

  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  public init(centre: Point, _ size: Size) {
    self.init(x: centre.x - size.width / 2, y: centre.y - size.height / 2, width: size.width, height: size.height)
  }

  public var right: Double { x + width }
  public var bottom: Double { y + height }
  public var centre: Point { Point(x + width / 2, y + height / 2) }

  /// Whether the two have area in common; edges that touch do not.
  public func overlaps(_ other: Box) -> Bool { x < other.right && other.x < right && y < other.bottom && other.y < bottom }

  public func contains(_ other: Box) -> Bool { x <= other.x && y <= other.y && right >= other.right && bottom >= other.bottom }

  /// Grown by `margin` on each side.
  public func grown(by margin: Double) -> Box {
    Box(x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin)
  }

  public func union(_ other: Box) -> Box {
    let (left, top) = (min(x, other.x), min(y, other.y))
    return Box(x: left, y: top, width: max(right, other.right) - left, height: max(bottom, other.bottom) - top)
  }

  public func moved(by dx: Double, _ dy: Double) -> Box { Box(x: x + dx, y: y + dy, width: width, height: height) }
}
