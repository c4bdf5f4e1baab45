/// The straight line that is nearest to points in y, by least squares.
struct StraightLine {
  let slope: Double
  /// The points' means.
  let meanX, meanY: Double
  /// The sum of the squares of the points' distances from their mean along x.
  let spread: Double

  /// - Returns: nil where the points' x are all the same.
  init?(through points: [(x: Double, y: Double)]) {
    let n = Double(points.count)
    guard n > 0 else { return nil }
    let meanX = points.reduce(0) { $0 + $1.x } / n, meanY = points.reduce(0) { $0 + $1.y } / n
    spread = points.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
    guard spread > 0 else { return nil }
    slope = points.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) } / spread
    (self.meanX, self.meanY) = (meanX, meanY)
  }

  func y(at x: Double) -> Double { meanY + slope * (x - meanX) }

  /// The root of the mean square of what the line leaves of the points' y.
  func rest(of points: [(x: Double, y: Double)]) -> Double {
    let sum = points.reduce(0) { $0 + ($1.y - y(at: $1.x)) * ($1.y - y(at: $1.x)) }
    return (sum / Double(max(1, points.count))).squareRoot()
  }
}
