import Glibc
public import Kernels
import Memory

/// Attention of new positions over everything before them and themselves, with grouped key-value heads.
///
/// softmax(q·kᵀ / √D)·v for each head. Source: Vaswani et al. 2017; grouping: Ainslie et al. 2023.
public struct CausalAttention: Sendable {
  /// Heads of queries, H.
  public let heads: Int
  /// Heads of keys and values; H is a multiple.
  public let keyValueHeads: Int
  /// D.
  public let headSize: Int

  public init(heads: Int, keyValueHeads: Int, headSize: Int) {
    precondition(keyValueHeads > 0 && heads % keyValueHeads == 0, "CausalAttention: \(heads) heads over \(keyValueHeads)")
    self.heads = heads
    self.keyValueHeads = keyValueHeads
    self.headSize = headSize
  }

  /// Part of a batch: rows of the queries that are the next positions of one text.
  public struct Segment {
    /// Rows of the queries.
    public let rows: Range<Int>
    /// The text's cache, in which the same positions are stored but not yet advanced over.
    public let cache: KeyValueCache

    public init(rows: Range<Int>, cache: KeyValueCache) {
      self.rows = rows
      self.cache = cache
    }
  }

  /// `q` (T, H·D) are the positions that follow `cache.count`, already stored in the cache and not yet advanced
  /// over; `y` becomes (T, H·D) and must not be `q`.
  public func forward(_ q: Activations, cache: KeyValueCache, layer: Int, into y: Activations, compute: Compute) {
    forward(q, segments: [Segment(rows: 0..<q.rows, cache: cache)], layer: layer, into: y, compute: compute)
  }

  /// The same for several texts at once.
  public func forward(_ q: Activations, segments: [Segment], layer: Int, into y: Activations, compute: Compute) {
    precondition(q.columns == heads * headSize, "CausalAttention: \(q.columns) channels for \(heads) heads of \(headSize)")
    y.resize(rows: q.rows, columns: q.columns)
    let scale = 1 / Float(headSize).squareRoot()
    for segment in segments {
      let cache = segment.cache
      precondition(cache.heads == keyValueHeads && cache.headSize == headSize, "CausalAttention: cache of another shape")
      for (t, r) in segment.rows.enumerated() {
        let length = cache.count + t + 1
        var scores = [Float](repeating: 0, count: length)
        for h in 0..<heads {
          let query = unsafe q.row(r).baseAddress! + h * headSize
          let output = unsafe y.row(r).baseAddress! + h * headSize
          let group = h / (heads / keyValueHeads)
          func at(_ p: Int) -> Int { ((layer * cache.capacity + p) * keyValueHeads + group) * headSize }
          for p in 0..<length {
            var sum: Float = 0
            for d in 0..<headSize { unsafe sum += query[d] * cache.keys.pointer[at(p) + d] }
            scores[p] = sum * scale
          }
          softmax(&scores)
          for d in 0..<headSize { unsafe output[d] = 0 }
          for p in 0..<length {
            for d in 0..<headSize { unsafe output[d] += scores[p] * cache.values.pointer[at(p) + d] }
          }
        }
      }
    }
  }
}
