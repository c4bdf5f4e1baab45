import Media

/// A line cut out of a picture and turned upright.
struct LineCrop {
  let image: PixelImage
  /// Whether the line stood on its side and was turned by a quarter.
  let isTurned: Bool

  /// - Returns: nil for a box without any extent.
  init?(_ box: Quadrilateral, of picture: PixelImage) {
    let width = Int(max(box.topLeft.distance(to: box.topRight), box.bottomRight.distance(to: box.bottomLeft)))
    let height = Int(max(box.topLeft.distance(to: box.bottomLeft), box.topRight.distance(to: box.bottomRight)))
    guard width > 0, height > 0 else { return nil }
    let flat = Self.warped(box, of: picture, width: width, height: height)
    isTurned = Double(height) / Double(width) >= 1.5
    image = isTurned ? Self.turnedBack(flat) : flat
  }

  /// The picture upside down.
  static func halfTurn(_ image: PixelImage) -> PixelImage {
    var rgb: [UInt8] = []
    rgb.reserveCapacity(image.rgb.count)
    for pixel in stride(from: image.rgb.count - 3, through: 0, by: -3) { rgb.append(contentsOf: image.rgb[pixel..<pixel + 3]) }
    return PixelImage(width: image.width, height: image.height, rgb: rgb)
  }

  /// A quarter turn against the clock.
  private static func turnedBack(_ image: PixelImage) -> PixelImage {
    var rgb: [UInt8] = []
    rgb.reserveCapacity(image.rgb.count)
    for x in stride(from: image.width - 1, through: 0, by: -1) {
      for y in 0..<image.height {
        let at = (y * image.width + x) * 3
        rgb.append(contentsOf: image.rgb[at..<at + 3])
      }
    }
    return PixelImage(width: image.height, height: image.width, rgb: rgb)
  }

  private static func warped(_ box: Quadrilateral, of picture: PixelImage, width: Int, height: Int) -> PixelImage {
    let corner = box.topLeft
    let isPlain = box.topRight == PicturePoint(x: corner.x + Double(width), y: corner.y) && box.bottomLeft == PicturePoint(x: corner.x, y: corner.y + Double(height))
      && box.bottomRight == PicturePoint(x: corner.x + Double(width), y: corner.y + Double(height))
    if isPlain, corner.x >= 0, corner.y >= 0, corner.x == corner.x.rounded(), corner.y == corner.y.rounded() {
      var rgb: [UInt8] = []
      rgb.reserveCapacity(width * height * 3)
      for y in 0..<height {
        let at = ((Int(corner.y) + y) * picture.width + Int(corner.x)) * 3
        rgb.append(contentsOf: picture.rgb[at..<at + width * 3])
      }
      return PixelImage(width: width, height: height, rgb: rgb)
    }
    let projection = SquareProjection(onto: box)
    var rgb = [UInt8](repeating: 0, count: width * height * 3)
    for y in 0..<height {
      for x in 0..<width {
        let source = projection.point(Double(x) / Double(width), Double(y) / Double(height))
        Self.sample(picture, at: source, into: &rgb, (y * width + x) * 3)
      }
    }
    return PixelImage(width: width, height: height, rgb: rgb)
  }

  /// Cubic between sixteen pixels; outside the picture its edge goes on.
  private static func sample(_ picture: PixelImage, at point: PicturePoint, into rgb: inout [UInt8], _ place: Int) {
    let x = Int(point.x.rounded(.down)), y = Int(point.y.rounded(.down))
    let across = weights(point.x - Double(x)), down = weights(point.y - Double(y))
    var sums = SIMD3<Double>.zero
    for j in 0..<4 {
      let row = min(max(y + j - 1, 0), picture.height - 1) * picture.width
      for i in 0..<4 {
        let at = (row + min(max(x + i - 1, 0), picture.width - 1)) * 3, weight = across[i] * down[j]
        sums += weight * SIMD3(Double(picture.rgb[at]), Double(picture.rgb[at + 1]), Double(picture.rgb[at + 2]))
      }
    }
    for c in 0..<3 { rgb[place + c] = UInt8(sums[c].rounded().clamped(to: 0...255)) }
  }

  private static func weights(_ t: Double) -> SIMD4<Double> {
    let a = -0.75
    func near(_ d: Double) -> Double { ((a + 2) * d - (a + 3)) * d * d + 1 }
    func far(_ d: Double) -> Double { ((a * d - 5 * a) * d + 8 * a) * d - 4 * a }
    return SIMD4(far(1 + t), near(t), near(1 - t), far(2 - t))
  }
}

/// The unit square laid onto four corners as a camera sees it.
///
/// Source: Heckbert 1989, section 2.2.3.
private struct SquareProjection {
  private let a, b, c, d, e, f, g, h: Double

  init(onto box: Quadrilateral) {
    let (p0, p1, p2, p3) = (box.topLeft, box.topRight, box.bottomRight, box.bottomLeft)
    let sx = p0.x - p1.x + p2.x - p3.x, sy = p0.y - p1.y + p2.y - p3.y
    let dx1 = p1.x - p2.x, dx2 = p3.x - p2.x, dy1 = p1.y - p2.y, dy2 = p3.y - p2.y
    let determinant = dx1 * dy2 - dx2 * dy1
    let isParallelogram = sx == 0 && sy == 0 || determinant == 0
    g = isParallelogram ? 0 : (sx * dy2 - dx2 * sy) / determinant
    h = isParallelogram ? 0 : (dx1 * sy - sx * dy1) / determinant
    (a, b, c) = (p1.x - p0.x + g * p1.x, p3.x - p0.x + h * p3.x, p0.x)
    (d, e, f) = (p1.y - p0.y + g * p1.y, p3.y - p0.y + h * p3.y, p0.y)
  }

  func point(_ u: Double, _ v: Double) -> PicturePoint {
    let w = g * u + h * v + 1
    return PicturePoint(x: (a * u + b * v + c) / w, y: (d * u + e * v + f) / w)
  }
}
