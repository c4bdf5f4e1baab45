public import Kernels

/// Attention of every position over all positions of its own sequence, for encoders.
public struct BidirectionalAttention: Sendable {
  /// H.
  public let heads: Int
  /// D.
  public let headSize: Int

  public init(heads: Int, headSize: Int) {
    self.heads = heads
    self.headSize = headSize
  }

  /// - Parameters:
  ///   - q: (T, H·D): the sequences one after the other, without padding; so are `k` and `v`.
  ///   - sequences: the rows of each sequence.
  ///   - y: becomes (T, H·D); must not be an input.
  public func forward(
    queries q: Activations, keys k: Activations, values v: Activations, sequences: [Range<Int>], into y: Activations,
    compute: Compute
  ) {
    precondition(q.columns == heads * headSize, "BidirectionalAttention: \(q.columns) channels for \(heads) heads of \(headSize)")
    y.resize(rows: q.rows, columns: q.columns)
    let scale = 1 / Float(headSize).squareRoot()
    for rows in sequences {
      var scores = [Float](repeating: 0, count: rows.count)
      for r in rows {
        for h in 0..<heads {
          let at = h * headSize
          for (i, p) in rows.enumerated() {
            var sum: Float = 0
            for d in at..<at + headSize { unsafe sum += q.row(r)[d] * k.row(p)[d] }
            scores[i] = sum * scale
          }
          softmax(&scores)
          for d in at..<at + headSize {
            var sum: Float = 0
            for (i, p) in rows.enumerated() { unsafe sum += scores[i] * v.row(p)[d] }
            unsafe y.row(r)[d] = sum
          }
        }
      }
    }
  }
}
