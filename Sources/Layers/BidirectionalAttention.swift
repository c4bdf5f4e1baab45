public import Kernels

/// Attention of every position over all positions of its own sequence, for encoders.
public struct BidirectionalAttention: Sendable {
  /// H.
  public let heads: Int
  /// D, a multiple of 16 up to 256.
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
    compute.attendWithin(sequences: sequences, queries: q, keys: k, values: v, headSize: headSize, into: y)
  }
}
