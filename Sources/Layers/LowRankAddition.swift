public import Kernels

/// What adapters add to a frozen linear map: y += Σ scale · B·A·x, all of them stacked into one pair of matrices.
///
/// Costs 2·T·R·(N + K) operations for R ranks in all.
public final class LowRankAddition: Sendable {
  /// One adapter's share.
  public struct Part: Sendable {
    /// (r, K), row after row.
    public var down: [Float]
    /// (N, r), row after row.
    public var up: [Float]
    public var rank: Int
    public var scale: Float

    public init(down: [Float], up: [Float], rank: Int, scale: Float) {
      self.down = down
      self.up = up
      self.rank = rank
      self.scale = scale
    }
  }

  private let down, up: WeightMatrix  // (R, K) and (N, R), scaled

  /// - Throws: ``KernelError`` when a part is not of the shape.
  public init(_ parts: [Part], inputs: Int, outputs: Int, compute: Compute) throws {
    let ranks = parts.reduce(0) { $0 + $1.rank }
    var wide = [Float](repeating: 0, count: outputs * ranks), first = 0
    for part in parts {
      guard part.down.count == part.rank * inputs, part.up.count == outputs * part.rank else { throw KernelError.badShape(rows: part.up.count, columns: part.down.count) }
      for row in 0..<outputs {
        for i in 0..<part.rank { wide[row * ranks + first + i] = part.scale * part.up[row * part.rank + i] }
      }
      first += part.rank
    }
    let narrow = parts.flatMap(\.down)
    func matrix(_ values: [Float], _ rows: Int, _ columns: Int) throws -> WeightMatrix {
      try unsafe values.withUnsafeBytes {
        try unsafe WeightMatrix(type: .f32, rows: rows, columns: columns, bytes: $0, compute: compute)
      }
    }
    down = try matrix(narrow, ranks, inputs)
    up = try matrix(wide, outputs, ranks)
  }

  /// `x` (T, K) in, `y` (T, N) grows.
  func add(_ x: Activations, to y: Activations, compute: Compute) {
    let narrow = Activations(rows: x.rows, columns: down.rows)
    compute.multiply(x, [Product(weights: down, output: narrow)])
    compute.multiply(narrow, [Product(weights: up, output: y, accumulates: true)])
  }
}
