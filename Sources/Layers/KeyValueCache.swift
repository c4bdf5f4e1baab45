public import Kernels

/// Keys and values of one running text, for every layer of a model.
///
/// They are kept as float16. Memory for the whole capacity is reserved, but pages that no position has reached are
/// never committed. It belongs to one computation at a time.
public final class KeyValueCache {
  /// Layers of the model.
  public let layers: Int
  /// Heads of keys and values, Hkv.
  public let heads: Int
  /// D.
  public let headSize: Int
  /// Positions that fit.
  public let capacity: Int
  /// Positions that hold a token; the next token stands at this position.
  public private(set) var count = 0

  let store: KeyValueStore

  /// - Parameter headSize: D, a multiple of 16 up to 256.
  public init(layers: Int, heads: Int, headSize: Int, capacity: Int) {
    precondition(layers > 0 && heads > 0 && headSize > 0 && capacity > 0, "KeyValueCache: empty shape")
    self.layers = layers
    self.heads = heads
    self.headSize = headSize
    self.capacity = capacity
    store = KeyValueStore(slots: layers, heads: heads, headSize: headSize, capacity: capacity)
  }

  /// Writes the keys and values (T, Hkv·D) of the next T positions of one layer, without advancing.
  ///
  /// - Parameter rows: which rows of `k` and `v` belong to this text; all by default.
  /// - Throws: ``CacheError/full(capacity:needed:)`` when they do not fit. Nothing was written then.
  public func store(layer: Int, keys k: Activations, values v: Activations, rows: Range<Int>? = nil, compute: Compute)
    throws(CacheError)
  {
    let rows = rows ?? 0..<k.rows
    precondition(layer >= 0 && layer < layers, "KeyValueCache: layer \(layer) of \(layers)")
    precondition(k.columns == heads * headSize && v.columns == heads * headSize, "KeyValueCache: \(k.columns) channels")
    precondition(rows.lowerBound >= 0 && rows.upperBound <= min(k.rows, v.rows), "KeyValueCache: rows \(rows)")
    guard count + rows.count <= capacity else { throw .full(capacity: capacity, needed: count + rows.count) }
    compute.store(keys: k, values: v, rows: rows, in: store, slot: layer, at: count)
  }

  /// Makes the last stored `positions` part of the text, once every layer has stored them.
  public func advance(by positions: Int) {
    precondition(positions >= 0 && count + positions <= capacity, "KeyValueCache: \(positions) positions past \(count) of \(capacity)")
    count += positions
  }

  /// Bytes that one position takes, of keys and values, in all layers.
  public var bytesPerPosition: Int { layers * heads * headSize * 4 }

  /// Forgets every position from `newCount` on.
  public func truncate(to newCount: Int) {
    precondition(newCount >= 0 && newCount <= count, "KeyValueCache: cannot cut \(count) positions to \(newCount)")
    count = newCount
  }
}
