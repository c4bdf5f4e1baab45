/// What the detector of text saw at each place of a picture: the map of all its scales that its head reads.
public struct TextFeatureMap: Sendable {
  /// Numbers at each place.
  public let channels: Int
  public let width, height: Int
  /// (channels, height, width).
  public let values: [Float]
  /// Cells for each pixel of the picture, and where the picture begins.
  private var columnsPerPixel = 1.0, rowsPerPixel = 1.0, firstRow = 0.0

  init(channels: Int, height: Int, width: Int, values: [Float]) {
    precondition(values.count == channels * width * height, "TextFeatureMap: \(values.count) numbers for \(channels) by \(height) by \(width)")
    (self.channels, self.width, self.height, self.values) = (channels, width, height, values)
  }

  /// Says which picture the map is of.
  ///
  /// - Parameters:
  ///   - top: where the picture begins, as a share of the map's height; a flat picture was framed.
  ///   - share: of the map's height that is the picture's.
  mutating func place(width picture: Int, height: Int, top: Double, share: Double) {
    columnsPerPixel = Double(width) / Double(picture)
    rowsPerPixel = Double(self.height) * share / Double(height)
    firstRow = Double(self.height) * top
  }

  /// The mean over the cells whose middles lie inside a line's box, of the one at its middle where it is smaller than a cell.
  ///
  /// - Parameter box: in the picture's pixels.
  /// - Returns: (channels).
  /// - Complexity: O(channels · cells of the box).
  public func pooled(in box: Quadrilateral) -> [Float] {
    let corners = box.corners.map { PicturePoint(x: $0.x * columnsPerPixel, y: $0.y * rowsPerPixel + firstRow) }
    func index(_ value: Double, _ count: Int) -> Int { Int(value.clamped(to: 0...Double(count - 1))) }
    let left = index(corners.map(\.x).min()!, width), right = index(corners.map(\.x).max()!, width)
    let top = index(corners.map(\.y).min()!, height), bottom = index(corners.map(\.y).max()!, height)
    var cells: [Int] = []
    for y in top...bottom { for x in left...right where Self.contains(corners, Double(x) + 0.5, Double(y) + 0.5) { cells.append(y * width + x) } }
    if cells.isEmpty { cells = [(top + bottom) / 2 * width + (left + right) / 2] }
    return (0..<channels).map { channel in
      var sum: Float = 0
      for cell in cells { sum += values[channel * width * height + cell] }
      return sum / Float(cells.count)
    }
  }

  /// Whether a point lies on one side of all four sides.
  private static func contains(_ corners: [PicturePoint], _ x: Double, _ y: Double) -> Bool {
    var left = false, right = false
    for i in 0..<4 {
      let a = corners[i], b = corners[(i + 1) % 4], side = (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)
      if side > 0 { left = true }
      if side < 0 { right = true }
    }
    return !(left && right)
  }
}
