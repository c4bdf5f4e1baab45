import Foundation
import GraphEmbedding
import Kernels
import Testing

/// Vectors in two dimensions.
@Suite struct MapTests {
  /// Three bundles of twenty directions each.
  private func bundles() -> [[Float]] {
    var random = SeededGenerator(seed: 4)
    let centres = (0..<3).map { _ in (0..<40).map { _ in random.normal() } }
    return (0..<60).map { i in centres[i % 3].map { ($0 + 0.3 * random.normal()) * Float(1 + i) } }
  }

  /// How much further apart members of different bundles are than those of one.
  private func separation(_ points: [(x: Double, y: Double)]) -> Double {
    var own = (sum: 0.0, count: 0.0), other = own
    for i in points.indices {
      for j in 0..<i {
        let distance = hypot(points[i].x - points[j].x, points[i].y - points[j].y)
        if i % 3 == j % 3 { own = (own.sum + distance, own.count + 1) } else { other = (other.sum + distance, other.count + 1) }
      }
    }
    return (other.sum / other.count) / (own.sum / own.count)
  }

  @Test(arguments: VectorMap.Method.allCases)
  func bundlesOfDirectionsStayTogetherAndTheMapIsAlwaysTheSame(method: VectorMap.Method) {
    let vectors = bundles(), map = VectorMap(vectors, method: method)
    #expect(map.points.count == 60 && map.points.allSatisfy { $0.x.isFinite && $0.y.isFinite })
    #expect(separation(map.points) > 3, "\(separation(map.points))")
    #expect(map.share > 0.5 && map.share <= 1.0001)
    let again = VectorMap(vectors, method: method)
    #expect(zip(map.points, again.points).allSatisfy { $0.x == $1.x && $0.y == $1.y })
  }

  @Test func theComponentsKeepTheDistancesOfWhatLiesInAPlane() {
    // Unit vectors of one circle of a hundred dimensions.
    let angles = (0..<12).map { Float($0) / 12 * 2 * .pi }
    let vectors = angles.map { angle in (0..<100).map { k in k == 7 ? cosf(angle) : k == 93 ? sinf(angle) : 0 } }
    let map = VectorMap(vectors, method: .pca)
    #expect(abs(map.share - 1) < 1e-3)
    for i in 0..<12 {
      for j in 0..<12 {
        let wanted = 2 * abs(sin(Double(angles[i] - angles[j]) / 2))
        #expect(abs(hypot(map.points[i].x - map.points[j].x, map.points[i].y - map.points[j].y) - wanted) < 1e-3)
      }
    }
  }

  @Test func fewOrEqualVectorsDoNoHarm() {
    for method in VectorMap.Method.allCases {
      #expect(VectorMap([], method: method).points.isEmpty)
      #expect(VectorMap([[1, 2]], method: method).points.count == 1)
      let equal = VectorMap([[Float]](repeating: [1, 2, 3], count: 9), method: method)
      #expect(equal.points.allSatisfy { $0.x.isFinite && $0.y.isFinite })
    }
  }
}
