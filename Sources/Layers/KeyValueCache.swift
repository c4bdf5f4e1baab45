public import Kernels

/// Keys and values of one running text, for every layer of a model, in blocks of a ``KeyValuePool``.
///
/// It belongs to the pool's thread. Its blocks go back to the pool with it.
public final class KeyValueCache {
  /// Positions that the text may reach.
  public let capacity: Int
  /// Positions that hold a token; the next token stands at this position.
  public private(set) var count = 0
  /// Blocks that the text holds now.
  public var blockCount: Int { blocks.count }

  let pool: KeyValuePool
  private(set) var blocks: [Int32] = []
  /// What the first whole blocks hold, as far as it has been made known.
  private var known: [PrefixIndex.Prefix] = []

  init(pool: KeyValuePool, capacity: Int) {
    precondition(capacity > 0, "KeyValueCache: no positions")
    self.pool = pool
    self.capacity = capacity
  }

  /// A cache with memory of its own.
  public convenience init(layers: Int, heads: Int, headSize: Int, capacity: Int) {
    self.init(pool: KeyValuePool(layers: layers, heads: heads, headSize: headSize, capacity: capacity), capacity: capacity)
  }

  deinit { pool.release(blocks) }

  /// Takes the blocks that the next `positions` need, so that writing them cannot fail.
  ///
  /// - Throws: ``CacheError/full(capacity:needed:)`` when the text may not grow so far, ``CacheError/exhausted`` when the
  ///   pool has no more blocks. The text is as before then.
  public func reserve(_ positions: Int) throws(CacheError) {
    let needed = count + positions
    guard needed <= capacity else { throw .full(capacity: capacity, needed: needed) }
    let partial = count / KeyValueStore.blockPositions
    if count % KeyValueStore.blockPositions != 0, positions > 0, pool.isShared(blocks[partial]) {
      // The text goes another way within a block that others read.
      guard let own = pool.take() else { throw .exhausted }
      pool.store.copy(block: blocks[partial], to: own)
      pool.release(CollectionOfOne(blocks[partial]))
      blocks[partial] = own
    }
    while blocks.count < KeyValueStore.blocks(for: needed) {
      guard let block = pool.take() else { throw .exhausted }
      blocks.append(block)
    }
  }

  /// Writes the keys and values (T, Hkv·D) of the next T positions of one layer, without advancing.
  ///
  /// - Parameter rows: which rows of `k` and `v` belong to this text; all by default.
  /// - Throws: as ``reserve(_:)``. Nothing was written then.
  public func store(layer: Int, keys k: Activations, values v: Activations, rows: Range<Int>? = nil, compute: Compute)
    throws(CacheError)
  {
    let rows = rows ?? 0..<k.rows
    precondition(rows.lowerBound >= 0 && rows.upperBound <= min(k.rows, v.rows), "KeyValueCache: rows \(rows)")
    try reserve(rows.count)
    compute.store(keys: k, values: v, rows: rows, in: pool.store, slot: layer, blocks: blocks, at: count)
  }

  /// Makes the last stored `positions` part of the text, once every layer has stored them.
  public func advance(by positions: Int) {
    precondition(positions >= 0 && count + positions <= blocks.count * KeyValueStore.blockPositions,
      "KeyValueCache: \(positions) positions past \(count) were never stored")
    count += positions
  }

  /// Forgets every position from `newCount` on.
  public func truncate(to newCount: Int) {
    precondition(newCount >= 0 && newCount <= count, "KeyValueCache: cannot cut \(count) positions to \(newCount)")
    count = newCount
    let kept = KeyValueStore.blocks(for: newCount)
    pool.release(blocks[kept...])
    blocks.removeLast(blocks.count - kept)
    known.removeLast(max(0, known.count - newCount / KeyValueStore.blockPositions))
  }

  // MARK: Beginnings that texts share

  /// Goes on with blocks that other texts have filled with the same tokens, as far as there are any.
  ///
  /// - Parameters:
  ///   - tokens: the whole text; the first ``count`` are in the cache.
  ///   - limit: the last position that may be taken over.
  /// - Returns: how many positions were found.
  @discardableResult public func attach(_ tokens: [Int32], limit: Int) -> Int {
    let each = KeyValueStore.blockPositions, before = count
    guard count % each == 0, known.count == count / each else { return 0 }
    truncate(to: count)
    while count + each <= min(limit, capacity, tokens.count),
      let (block, prefix) = pool.block(after: known.last ?? .empty, tokens: tokens[count..<count + each])
    {
      pool.hold(block)
      blocks.append(block)
      known.append(prefix)
      count += each
    }
    return count - before
  }

  /// Lets other texts go on from this one's whole blocks.
  ///
  /// - Parameter tokens: the whole text; the first ``count`` are in the cache.
  public func publish(_ tokens: [Int32]) {
    let each = KeyValueStore.blockPositions
    while (known.count + 1) * each <= min(count, tokens.count) {
      let start = known.count * each
      known.append(pool.publish(blocks[known.count], after: known.last ?? .empty, tokens: tokens[start..<start + each]))
    }
  }
}
