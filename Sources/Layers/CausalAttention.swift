public import Kernels

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
    let parts = segments.filter { !$0.rows.isEmpty }.map { segment in
      let store = segment.cache.pool.store
      precondition(store.heads == keyValueHeads, "CausalAttention: cache of \(store.heads) heads for \(keyValueHeads)")
      return AttentionPart(
        rows: segment.rows, store: store, slot: layer, blocks: segment.cache.blocks, firstLength: segment.cache.count + 1,
        causal: true)
    }
    compute.attend(q, parts: parts, headSize: headSize, into: y)
  }
}
