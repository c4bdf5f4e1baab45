import Kernels

/// Vectors brought to two dimensions, to be looked at.
///
/// Vectors count by their direction: a product model's lengths tell of how much a thing is mentioned. Everything is made from the matrix of
/// their inner products, the same for the same vectors.
public struct VectorMap: Sendable {
  public enum Method: String, Sendable, CaseIterable {
    /// The two directions in which the vectors differ most. Distances are true as far as two dimensions go.
    case pca
    /// t-SNE (van der Maaten and Hinton 2008): neighbours stay neighbours; distances between groups tell nothing.
    case tsne
  }

  /// By vector.
  public let points: [(x: Double, y: Double)]
  /// Of the vectors' differences, the share that the first two components hold.
  public let share: Double

  /// - Complexity: O(n²·D) for the products and O(n²) for each of some hundreds of steps; a thousand vectors take some seconds.
  public init(_ vectors: [[Float]], method: Method) {
    let products = CentredProducts(vectors.map(Self.unit))
    let components = products.components
    share = components.share
    points = method == .pca ? components.points : NeighbourMap(products.distances, start: components.points).points
  }

  private static func unit(_ vector: [Float]) -> [Float] {
    let length = VectorMath.dot(vector, vector).squareRoot()
    return length > 0 ? vector.map { $0 / length } : vector
  }
}

/// The inner products of vectors from which their mean has been taken.
private struct CentredProducts {
  let count: Int
  let values: [[Float]]

  init(_ vectors: [[Float]]) {
    let count = vectors.count
    var values = [[Float]](repeating: [Float](repeating: 0, count: count), count: count)
    for i in 0..<count {
      for j in 0...i {
        values[i][j] = VectorMath.dot(vectors[i], vectors[j])
        values[j][i] = values[i][j]
      }
    }
    let means = values.map { $0.reduce(0, +) / Float(max(1, count)) }
    let mean = means.reduce(0, +) / Float(max(1, count))
    for i in 0..<count { for j in 0..<count { values[i][j] += mean - means[i] - means[j] } }
    self.count = count
    self.values = values
  }

  /// Squared distances.
  var distances: [[Double]] {
    var result = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    for i in 0..<count {
      for j in 0..<count {
        let square = values[i][i] + values[j][j] - 2 * values[i][j]
        result[i][j] = Double(max(0, square))
      }
    }
    return result
  }

  /// The first two principal components, by repeated multiplication of two orthogonal columns.
  var components: (points: [(x: Double, y: Double)], share: Double) {
    guard count > 1 else { return (Array(repeating: (0, 0), count: count), 1) }
    var random = SeededGenerator(seed: 1)
    var columns = (0..<2).map { _ in (0..<count).map { _ in random.normal() } }
    var strengths: [Float] = [0, 0]
    for _ in 0..<100 {
      for k in 0..<2 {
        var next = values.map { VectorMath.dot($0, columns[k]) }
        if k == 1 {
          let shared = VectorMath.dot(next, columns[0])
          for i in 0..<count { next[i] -= shared * columns[0][i] }
        }
        strengths[k] = VectorMath.dot(next, next).squareRoot()
        columns[k] = strengths[k] > 1e-12 ? next.map { $0 / strengths[k] } : next.map { _ in 0 }
      }
    }
    let all = (0..<count).reduce(Float(0)) { $0 + values[$1][$1] }
    let scales = strengths.map { Double($0).squareRoot() }
    let points = (0..<count).map { i in (x: Double(columns[0][i]) * scales[0], y: Double(columns[1][i]) * scales[1]) }
    return (points, all > 0 ? Double((strengths[0] + strengths[1]) / all) : 1)
  }
}
