/// A line with straight and curved pieces, as SVG writes it.
public struct SVGPath: Sendable {
  private(set) var text: String
  private var last: Point

  public init(_ start: Point) {
    text = "M" + Self.text(start)
    last = start
  }

  public func line(to end: Point) -> SVGPath {
    var path = self
    if end != last { path.text += "L" + Self.text(end) }
    path.last = end
    return path
  }

  /// A cubic Bézier curve.
  public func curve(_ first: Point, _ second: Point, to end: Point) -> SVGPath {
    var path = self
    path.text += "C\(Self.text(first)) \(Self.text(second)) \(Self.text(end))"
    path.last = end
    return path
  }

  public func closed() -> SVGPath {
    var path = self
    path.text += "Z"
    return path
  }

  private static func text(_ point: Point) -> String { SVGDocument.text(point.x) + "," + SVGDocument.text(point.y) }
}
