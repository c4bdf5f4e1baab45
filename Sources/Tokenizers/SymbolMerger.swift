/// Merges the symbols of one piece until no listed pair is left: the pair of lowest rank first, leftmost among equals.
///
/// The symbols are a doubly linked list in arrays and the pairs wait in a binary heap, so that a piece of n bytes costs
/// O(n log n) however long it is. The arrays are kept between pieces.
struct SymbolMerger {
  let table: MergeTable
  private var symbols: [Int32] = []
  private var next: [Int32] = []
  private var previous: [Int32] = []
  /// The rank of the pair that starts here, and what it becomes; −1 where there is none.
  private var pairRank: [Int32] = []
  private var pairSymbol: [Int32] = []
  /// rank · 2³² + position, smallest on top.
  private var heap = BinaryHeap<UInt64>()

  init(table: MergeTable) { self.table = table }

  /// Calls `emit` with the symbols that remain, in order.
  mutating func merge(_ piece: some Collection<Int32>, _ emit: (Int32) -> Void) {
    load(piece)
    while let entry = heap.pop() {
      let position = Int(entry & 0xFFFF_FFFF)
      // A pair whose left or right half has been merged since then has another rank now, or none.
      guard pairRank[position] >= 0, pairRank[position] == Int32(entry >> 32) else { continue }
      join(position)
    }
    var position = symbols.isEmpty ? -1 : 0
    while position >= 0 {
      emit(symbols[position])
      position = Int(next[position])
    }
  }

  private mutating func load(_ piece: some Collection<Int32>) {
    symbols.removeAll(keepingCapacity: true)
    symbols.append(contentsOf: piece)
    let count = symbols.count
    next.removeAll(keepingCapacity: true)
    previous.removeAll(keepingCapacity: true)
    heap.removeAll()
    for position in 0..<count {
      next.append(position + 1 < count ? Int32(position + 1) : -1)
      previous.append(Int32(position - 1))
    }
    pairRank.removeAll(keepingCapacity: true)
    pairSymbol.removeAll(keepingCapacity: true)
    pairRank.append(contentsOf: repeatElement(-1, count: count))
    pairSymbol.append(contentsOf: repeatElement(-1, count: count))
    for position in 0..<count { consider(position) }
  }

  private mutating func join(_ left: Int) {
    let right = Int(next[left])
    let after = next[right]
    symbols[left] = pairSymbol[left]
    next[left] = after
    if after >= 0 { previous[Int(after)] = Int32(left) }
    pairRank[right] = -1
    consider(left)
    if previous[left] >= 0 { consider(Int(previous[left])) }
  }

  /// Looks up the pair that starts at `position` and queues it.
  private mutating func consider(_ position: Int) {
    let right = next[position]
    guard right >= 0, let merge = table.merge(of: symbols[position], symbols[Int(right)]) else {
      pairRank[position] = -1
      return
    }
    pairRank[position] = merge.rank
    pairSymbol[position] = merge.symbol
    heap.push(UInt64(UInt32(bitPattern: merge.rank)) << 32 | UInt64(position))
  }
}
