/// Which slots of a batch touch which row, as one chain a row: O(slots) to make and to clear, no sorting.
struct RowChains {
  private var first: [Int32]
  private var next: [Int32] = []
  private var rows: [Int32] = []

  init(rows: Int) { first = [Int32](repeating: -1, count: rows) }

  /// Slot i touches row `slots[i]`. Chains run in the order of the slots.
  mutating func link(_ slots: [Int32]) {
    for row in rows { first[Int(row)] = -1 }
    rows = slots
    next = [Int32](repeating: -1, count: slots.count)
    for slot in slots.indices.reversed() {
      next[slot] = first[Int(slots[slot])]
      first[Int(slots[slot])] = Int32(slot)
    }
  }

  func forEach(of row: Int, _ body: (Int) -> Void) {
    var slot = first[row]
    while slot >= 0 {
      body(Int(slot))
      slot = next[Int(slot)]
    }
  }

  /// Whether this slot is the first that touches its row.
  func isFirst(_ slot: Int) -> Bool { first[Int(rows[slot])] == Int32(slot) }
}
