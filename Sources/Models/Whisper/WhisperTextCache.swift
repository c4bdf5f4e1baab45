import Kernels

/// The keys and values of the texts that a search is writing, and which blocks each of them reads.
///
/// Texts that go on from one beginning share its blocks; a block is copied when one of them writes where another reads.
/// It belongs to one search.
public final class WhisperTextCache {
  let store: KeyValueStore
  /// For each text its blocks.
  private(set) var tables: [[Int32]]
  /// For each text its tokens so far.
  private(set) var counts: [Int]

  private var holders: [Int32]
  private var free: [Int32]

  /// - Parameters:
  ///   - texts: how many are written at once; all empty at first.
  ///   - positions: that each of them may reach.
  init(layers: Int, heads: Int, headSize: Int, texts: Int, positions: Int) {
    // While texts are regrouped, a block may be held by old and new tables, never by more texts than there are.
    let blocks = texts * (KeyValueStore.blocks(for: positions) + 1)
    store = KeyValueStore(slots: layers, heads: heads, headSize: headSize, blocks: blocks)
    tables = Array(repeating: [], count: texts)
    counts = Array(repeating: 0, count: texts)
    holders = Array(repeating: 0, count: blocks)
    free = (0..<Int32(blocks)).reversed()
  }

  /// Text i goes on as text `sources[i]` was.
  public func regroup(_ sources: [Int]) {
    precondition(sources.count <= holders.count, "WhisperTextCache: \(sources.count) texts")
    let newTables = sources.map { tables[$0] }
    for table in newTables { for block in table { holders[Int(block)] += 1 } }
    for table in tables {
      for block in table {
        holders[Int(block)] -= 1
        if holders[Int(block)] == 0 { free.append(block) }
      }
    }
    counts = sources.map { counts[$0] }
    tables = newTables
  }

  /// Forgets all positions of a text from `count` on.
  public func truncate(text: Int, to count: Int) {
    precondition(count <= counts[text], "WhisperTextCache: cannot cut \(counts[text]) positions to \(count)")
    counts[text] = count
    while tables[text].count > KeyValueStore.blocks(for: count) { release(tables[text].removeLast()) }
  }

  /// Makes room for the next tokens of a text: its last block becomes its own, and new ones are taken.
  func reserve(_ tokens: Int, text: Int) {
    let each = KeyValueStore.blockPositions, partial = counts[text] / each
    if counts[text] % each != 0, tokens > 0, holders[Int(tables[text][partial])] > 1 {
      let own = take()
      store.copy(block: tables[text][partial], to: own)
      release(tables[text][partial])
      tables[text][partial] = own
    }
    while tables[text].count < KeyValueStore.blocks(for: counts[text] + tokens) { tables[text].append(take()) }
  }

  func advance(_ tokens: Int, text: Int) { counts[text] += tokens }

  private func take() -> Int32 {
    guard let block = free.popLast() else { preconditionFailure("WhisperTextCache: more positions than were asked for") }
    holders[Int(block)] = 1
    return block
  }

  private func release(_ block: Int32) {
    holders[Int(block)] -= 1
    if holders[Int(block)] == 0 { free.append(block) }
  }
}
