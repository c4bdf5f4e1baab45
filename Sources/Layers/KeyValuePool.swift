import Kernels

/// The memory for keys and values of all running texts, in blocks that texts with a common beginning share.
///
/// A ``KeyValueCache`` takes blocks as its text grows and gives them back when it goes. A block whose tokens are known
/// stays readable after that, found by ``PrefixIndex``, until its memory is wanted: the least recently used goes first.
/// It belongs to one thread, with all of its caches. Source of the idea: Kwon et al. 2023 (PagedAttention).
public final class KeyValuePool {
  /// Positions that all texts together may hold.
  public var capacity: Int { store.blocks * KeyValueStore.blockPositions }

  let store: KeyValueStore
  private var index = PrefixIndex()
  /// How many caches hold each block.
  private var holders: [Int32]
  /// Blocks whose content nobody can find, the next one last.
  private var free: [Int32]
  /// Found blocks that no cache holds, with the time at which the last one let go.
  private var idle: [Int32: UInt64] = [:]
  private var time: UInt64 = 0

  /// - Parameter capacity: positions, rounded up to whole blocks.
  public init(layers: Int, heads: Int, headSize: Int, capacity: Int) {
    precondition(capacity > 0, "KeyValuePool: no positions")
    let blocks = KeyValueStore.blocks(for: capacity)
    store = KeyValueStore(slots: layers, heads: heads, headSize: headSize, blocks: blocks)
    holders = Array(repeating: 0, count: blocks)
    free = (0..<Int32(blocks)).reversed()
  }

  /// Blocks that can be had.
  public var availableBlocks: Int { free.count + idle.count }
  /// Blocks that caches hold.
  public var heldBlocks: Int { store.blocks - availableBlocks }

  /// An empty cache for a text of at most `capacity` positions. It takes no block yet.
  public func makeCache(capacity: Int) -> KeyValueCache { KeyValueCache(pool: self, capacity: capacity) }

  /// A block for new content, or nil when all are held.
  func take() -> Int32? {
    let block: Int32
    if let unused = free.popLast() {
      block = unused
    } else if let oldest = idle.min(by: { $0.value < $1.value })?.key {
      idle[oldest] = nil
      index.remove(oldest)
      block = oldest
    } else {
      return nil
    }
    holders[Int(block)] = 1
    return block
  }

  /// One more cache holds the block.
  func hold(_ block: Int32) {
    holders[Int(block)] += 1
    idle[block] = nil
  }

  /// A cache lets its blocks go. Later blocks of a text are forgotten before the earlier ones that lead to them.
  func release(_ blocks: some BidirectionalCollection<Int32>) {
    for block in blocks.reversed() {
      holders[Int(block)] -= 1
      guard holders[Int(block)] == 0 else { continue }
      time += 1
      if index.contains(block) { idle[block] = time } else { free.append(block) }
    }
  }

  /// Whether writing into the block would change what another text reads.
  func isShared(_ block: Int32) -> Bool { holders[Int(block)] > 1 || index.contains(block) }

  func block(after prefix: PrefixIndex.Prefix, tokens: ArraySlice<Int32>) -> (Int32, PrefixIndex.Prefix)? {
    index.find(after: prefix, tokens: tokens)
  }

  /// Lets others find a block by the tokens it holds; gives the prefix that ends with it.
  func publish(_ block: Int32, after prefix: PrefixIndex.Prefix, tokens: ArraySlice<Int32>) -> PrefixIndex.Prefix {
    index.insert(block, after: prefix, tokens: tokens)
  }
}
