import Glibc

/// How likely each pixel belongs to text, as the detector says it, and the boxes that follow from it.
///
/// Source: Liao et al. 2020 (differentiable binarisation), with the settings that PP-OCR is used with.
struct DetectionMap {
  let width, height: Int
  /// (height, width).
  let probabilities: [Float]

  /// From here on a pixel is text.
  static let pixelThreshold: Float = 0.3
  /// The mean that a box must have.
  static let boxThreshold: Float = 0.5
  /// A box grows by its area over its circumference, times this: the detector learnt lines that are shrunk.
  static let growth = 1.6
  static let mostBoxes = 1000

  /// Boxes around lines, in this map's pixels.
  func boxes() -> [Quadrilateral] {
    var boxes: [Quadrilateral] = []
    for outline in outlines().prefix(Self.mostBoxes) {
      let tight = SmallestRectangle(around: outline)
      guard tight.thickness >= 3 else { continue }
      let box = Quadrilateral(around: tight.corners)
      guard score(box) >= Self.boxThreshold else { continue }
      let grown = SmallestRectangle(around: Self.grown(box))
      guard grown.thickness >= 5 else { continue }
      boxes.append(Quadrilateral(around: grown.corners))
    }
    return boxes
  }

  /// For each connected region the outermost pixels of its rows.
  private func outlines() -> [[PicturePoint]] {
    // A pixel also counts where its left, upper or upper left neighbour does: strokes that nearly touch are one region.
    var mask = [Bool](repeating: false, count: width * height)
    for y in 0..<height {
      for x in 0..<width where probabilities[y * width + x] > Self.pixelThreshold {
        mask[y * width + x] = true
        if x + 1 < width { mask[y * width + x + 1] = true }
        if y + 1 < height {
          mask[(y + 1) * width + x] = true
          if x + 1 < width { mask[(y + 1) * width + x + 1] = true }
        }
      }
    }
    return ConnectedRegions(mask, width: width, height: height).regions.map { runs in
      runs.flatMap { [PicturePoint(x: Double($0.from), y: Double($0.y)), PicturePoint(x: Double($0.to), y: Double($0.y))] }
    }
  }

  /// The mean inside a box whose corners are cut to whole pixels.
  private func score(_ box: Quadrilateral) -> Float {
    let corners = box.corners.map { (x: $0.x.rounded(.towardZero), y: $0.y.rounded(.towardZero)) }
    let top = max(0, Int(corners.map(\.y).min()!)), bottom = min(height - 1, Int(corners.map(\.y).max()!))
    guard top <= bottom else { return 0 }
    var sum = 0.0, count = 0
    for y in top...bottom {
      var left = Double.infinity, right = -Double.infinity
      for i in 0..<4 {
        let a = corners[i], b = corners[(i + 1) % 4], line = Double(y)
        guard line >= min(a.y, b.y), line <= max(a.y, b.y) else { continue }
        for x in a.y == b.y ? [a.x, b.x] : [a.x + (line - a.y) / (b.y - a.y) * (b.x - a.x)] { (left, right) = (min(left, x), max(right, x)) }
      }
      let from = max(0, Int(left.rounded())), to = min(width - 1, Int(right.rounded()))
      guard left.isFinite, from <= to else { continue }
      for x in from...to { sum += Double(probabilities[y * width + x]) }
      count += to - from + 1
    }
    return count == 0 ? 0 : Float(sum / Double(count))
  }

  /// Points around a box at the distance it grows by, round at the corners, on whole pixels.
  private static func grown(_ box: Quadrilateral) -> [PicturePoint] {
    // Upright the polygon is clockwise on the screen: the outside is on the left of each side.
    let corners = box.corners.map { PicturePoint(x: $0.x.rounded(.towardZero), y: $0.y.rounded(.towardZero)) }
    var area = 0.0, circumference = 0.0
    for i in 0..<4 {
      let a = box.corners[i], b = box.corners[(i + 1) % 4]
      area += a.x * b.y - b.x * a.y
      circumference += a.distance(to: b)
    }
    guard circumference > 0 else { return corners }
    let distance = abs(area) / 2 * growth / circumference
    let steps = max(4, Int((Double.pi / acos(1 - min(1, 0.25 / max(distance, 0.25)))).rounded()))
    var points: [PicturePoint] = []
    for corner in corners {
      for step in 0..<steps * 4 {
        let angle = Double(step) * .pi / Double(2 * steps)
        points.append(
          PicturePoint(x: (corner.x + cos(angle) * distance).rounded(), y: (corner.y + sin(angle) * distance).rounded()))
      }
    }
    return points
  }
}
