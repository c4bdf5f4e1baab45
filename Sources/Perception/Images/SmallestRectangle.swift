/// The rectangle of the smallest area around points, at any angle.
///
/// One of its sides lies along a side of the convex hull, so every side of the hull is tried; a line of text has few.
/// Source: Freeman and Shapira 1975; the hull by Andrew 1979.
struct SmallestRectangle {
  let corners: [PicturePoint]
  /// The shorter side.
  let thickness: Double

  init(around points: [PicturePoint]) {
    let hull = Self.hull(points)
    guard hull.count > 2 else {
      let a = hull.first ?? PicturePoint(x: 0, y: 0), b = hull.last ?? a
      corners = [a, b, b, a]
      thickness = 0
      return
    }
    var best: (area: Double, corners: [PicturePoint], thickness: Double)?
    for i in hull.indices {
      let a = hull[i], b = hull[(i + 1) % hull.count], length = a.distance(to: b)
      if length == 0 { continue }
      let ux = (b.x - a.x) / length, uy = (b.y - a.y) / length
      var along = (low: Double.infinity, high: -Double.infinity), across = along
      for point in hull {
        let u = point.x * ux + point.y * uy, v = point.y * ux - point.x * uy
        along = (min(along.low, u), max(along.high, u))
        across = (min(across.low, v), max(across.high, v))
      }
      let area = (along.high - along.low) * (across.high - across.low)
      if best == nil || area < best!.area - 1e-9 {
        let corners = [(along.low, across.low), (along.high, across.low), (along.high, across.high), (along.low, across.high)].map {
          PicturePoint(x: $0.0 * ux - $0.1 * uy, y: $0.0 * uy + $0.1 * ux)
        }
        best = (area, corners, min(along.high - along.low, across.high - across.low))
      }
    }
    corners = best!.corners
    thickness = best!.thickness
  }

  /// The convex hull, in order.
  static func hull(_ points: [PicturePoint]) -> [PicturePoint] {
    var sorted = points.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
    var unique: [PicturePoint] = []
    for point in sorted where unique.last != point { unique.append(point) }
    sorted = unique
    guard sorted.count > 2 else { return sorted }
    func turn(_ o: PicturePoint, _ a: PicturePoint, _ b: PicturePoint) -> Double { (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x) }
    func chain(_ points: some Sequence<PicturePoint>) -> [PicturePoint] {
      var out: [PicturePoint] = []
      for point in points {
        while out.count > 1, turn(out[out.count - 2], out[out.count - 1], point) <= 0 { out.removeLast() }
        out.append(point)
      }
      return out.dropLast()
    }
    return chain(sorted) + chain(sorted.reversed())
  }
}
