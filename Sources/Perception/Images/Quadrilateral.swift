/// A point of a picture, in pixels from its top left corner.
public struct PicturePoint: Sendable, Equatable {
  public var x, y: Double

  public init(x: Double, y: Double) { (self.x, self.y) = (x, y) }

  func distance(to other: PicturePoint) -> Double { ((x - other.x) * (x - other.x) + (y - other.y) * (y - other.y)).squareRoot() }
}

/// Where a line of text stands: four corners, clockwise from the one at the text's top left.
public struct Quadrilateral: Sendable, Equatable {
  public var topLeft, topRight, bottomRight, bottomLeft: PicturePoint

  public init(topLeft: PicturePoint, topRight: PicturePoint, bottomRight: PicturePoint, bottomLeft: PicturePoint) {
    (self.topLeft, self.topRight, self.bottomRight, self.bottomLeft) = (topLeft, topRight, bottomRight, bottomLeft)
  }

  /// An upright rectangle.
  public init(left: Double, top: Double, right: Double, bottom: Double) {
    self.init(
      topLeft: PicturePoint(x: left, y: top), topRight: PicturePoint(x: right, y: top), bottomRight: PicturePoint(x: right, y: bottom),
      bottomLeft: PicturePoint(x: left, y: bottom))
  }

  /// Four corners in any order: the two leftmost are the left side.
  init(around corners: [PicturePoint]) {
    let sorted = corners.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
    let left = sorted[0].y <= sorted[1].y ? (sorted[0], sorted[1]) : (sorted[1], sorted[0])
    let right = sorted[2].y <= sorted[3].y ? (sorted[2], sorted[3]) : (sorted[3], sorted[2])
    self.init(topLeft: left.0, topRight: right.0, bottomRight: right.1, bottomLeft: left.1)
  }

  public var corners: [PicturePoint] { [topLeft, topRight, bottomRight, bottomLeft] }

  public var left: Double { corners.map(\.x).min()! }
  public var right: Double { corners.map(\.x).max()! }
  public var top: Double { corners.map(\.y).min()! }
  public var bottom: Double { corners.map(\.y).max()! }

  /// Along the text and across it.
  public var width: Double { max(topLeft.distance(to: topRight), bottomLeft.distance(to: bottomRight)) }
  public var height: Double { max(topLeft.distance(to: bottomLeft), topRight.distance(to: bottomRight)) }

  /// The same with every corner changed.
  func mapped(_ change: (PicturePoint) -> PicturePoint) -> Quadrilateral {
    Quadrilateral(topLeft: change(topLeft), topRight: change(topRight), bottomRight: change(bottomRight), bottomLeft: change(bottomLeft))
  }

  /// The part between two shares of the way from left to right.
  func part(from: Double, to: Double) -> Quadrilateral {
    func between(_ a: PicturePoint, _ b: PicturePoint, _ share: Double) -> PicturePoint {
      PicturePoint(x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share)
    }
    return Quadrilateral(
      topLeft: between(topLeft, topRight, from), topRight: between(topLeft, topRight, to), bottomRight: between(bottomLeft, bottomRight, to),
      bottomLeft: between(bottomLeft, bottomRight, from))
  }
}
