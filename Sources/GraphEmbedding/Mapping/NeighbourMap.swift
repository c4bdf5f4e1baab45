import Foundation

/// t-SNE over all pairs (van der Maaten and Hinton 2008), from a given start and so always to the same end.
struct NeighbourMap {
  let points: [(x: Double, y: Double)]

  private static let steps = 500
  private static let exaggerated = 120

  /// - Parameters:
  ///   - distances: squared, between all pairs.
  ///   - start: positions to begin from, brought to a small scale here.
  init(_ distances: [[Double]], start: [(x: Double, y: Double)]) {
    let count = distances.count
    guard count > 3 else {
      points = start
      return
    }
    let chances = Self.chances(distances, perplexity: min(20, Double(count - 1) / 3))
    let largest = start.reduce(1e-12) { max($0, abs($1.x), abs($1.y)) }
    var x = start.map { $0.x / largest * 1e-2 }, y = start.map { $0.y / largest * 1e-2 }
    // Two in one place never part: what is equal is set apart by its number.
    for i in 0..<count {
      x[i] += 1e-5 * cos(Double(i))
      y[i] += 1e-5 * sin(Double(i))
    }
    var speedX = [Double](repeating: 0, count: count), speedY = speedX, gainX = [Double](repeating: 1, count: count), gainY = gainX
    let rate = max(50, Double(count) / 12)
    for step in 0..<Self.steps {
      let exaggeration = step < Self.exaggerated ? 12.0 : 1, momentum = step < Self.exaggerated ? 0.5 : 0.8
      var pullX = [Double](repeating: 0, count: count), pullY = pullX, pushX = pullX, pushY = pullX, total = 0.0
      for i in 0..<count {
        let row = chances[i]
        for j in 0..<i {
          let dx = x[i] - x[j], dy = y[i] - y[j], near = 1 / (1 + dx * dx + dy * dy)
          let pull = exaggeration * row[j] * near, push = near * near
          total += 2 * near
          pullX[i] += pull * dx
          pullY[i] += pull * dy
          pullX[j] -= pull * dx
          pullY[j] -= pull * dy
          pushX[i] += push * dx
          pushY[i] += push * dy
          pushX[j] -= push * dx
          pushY[j] -= push * dy
        }
      }
      for i in 0..<count {
        let slopeX = 4 * (pullX[i] - pushX[i] / total), slopeY = 4 * (pullY[i] - pushY[i] / total)
        gainX[i] = slopeX * speedX[i] < 0 ? gainX[i] + 0.2 : max(0.01, gainX[i] * 0.8)
        gainY[i] = slopeY * speedY[i] < 0 ? gainY[i] + 0.2 : max(0.01, gainY[i] * 0.8)
        speedX[i] = momentum * speedX[i] - rate * gainX[i] * slopeX
        speedY[i] = momentum * speedY[i] - rate * gainY[i] * slopeY
      }
      for i in 0..<count {
        x[i] += speedX[i]
        y[i] += speedY[i]
      }
    }
    points = zip(x, y).map { ($0, $1) }
  }

  /// How much each pair are neighbours: over all pairs together 1. Each point's width is chosen so that it has as many neighbours as wished.
  private static func chances(_ distances: [[Double]], perplexity: Double) -> [[Double]] {
    let count = distances.count, wanted = log(perplexity)
    var own = distances
    for i in 0..<count {
      var low = 0.0, high = Double.infinity, sharpness = 1.0
      for _ in 0..<60 {
        var sum = 0.0, weighted = 0.0
        let nearest = (0..<count).reduce(Double.infinity) { $1 == i ? $0 : min($0, distances[i][$1]) }
        for j in 0..<count {
          let weight = j == i ? 0 : exp(-(distances[i][j] - nearest) * sharpness)
          own[i][j] = weight
          sum += weight
          weighted += weight * (distances[i][j] - nearest)
        }
        for j in 0..<count { own[i][j] /= sum }
        let entropy = log(sum) + sharpness * weighted / sum
        if abs(entropy - wanted) < 1e-5 { break }
        if entropy > wanted {
          low = sharpness
          sharpness = high.isFinite ? (low + high) / 2 : sharpness * 2
        } else {
          high = sharpness
          sharpness = (low + high) / 2
        }
      }
    }
    return (0..<count).map { i in (0..<count).map { j in max((own[i][j] + own[j][i]) / Double(2 * count), 1e-12) } }
  }
}
