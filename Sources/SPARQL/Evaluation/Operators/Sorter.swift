/// ORDER BY: keeps rows with the keys that order them; only the best few when a LIMIT says so.
struct Sorter {
  private struct Entry {
    let keys: [SortKey]
    let values: [Int64]
    /// When it came, so that equal rows stay in order.
    let place: Int
  }

  private let order: [SelectOperator.Order]
  private let width: Int
  /// How many of the best rows are wanted; nil for all.
  private let wanted: Int?
  private var entries: [Entry] = []
  /// The worst of the best rows, once there are enough.
  private var threshold: Entry?
  private var places = 0
  private var taken = 0

  init(_ order: [SelectOperator.Order], width: Int, keeping: (partialValue: Int, overflow: Bool)?) {
    self.order = order
    self.width = width
    wanted = keeping.flatMap { $0.overflow || $0.partialValue > 100_000 ? nil : $0.partialValue }
  }

  var count: Int { entries.count }

  func row(_ index: Int) -> [Int64] { entries[index].values }

  mutating func add(_ x: Execution, _ output: [Int]) throws {
    places += 1
    var keys: [SortKey] = []
    keys.reserveCapacity(order.count)
    for (index, item) in order.enumerated() {
      let key = SortKey(try item.expression(x))
      // Most rows are out by their first key; the others need not be computed then.
      if index == 0, let threshold {
        let difference = SortKey.compare(key, threshold.keys[0])
        if item.isDescending ? difference < 0 : difference > 0 { return }
      }
      keys.append(key)
    }
    let entry = Entry(keys: keys, values: output.map { x.row[$0] }, place: places)
    if let threshold, !isBefore(entry, threshold) { return }
    let size = 64 + 8 * width + 64 * order.count
    try x.budget.take(size)
    taken += size
    entries.append(entry)
    if let wanted, entries.count >= 2 * wanted + 64 {
      let surplus = size * (entries.count - wanted)
      cut(to: wanted)
      x.budget.giveBack(surplus)
      taken -= surplus
      threshold = entries.last
    }
  }

  private mutating func cut(to wanted: Int) {
    entries.sort(by: isBefore)
    entries.removeSubrange(wanted...)
  }

  mutating func sort(_ x: Execution) throws {
    try x.budget.check()
    entries.sort(by: isBefore)
    if let wanted, entries.count > wanted { entries.removeSubrange(wanted...) }
  }

  mutating func release(_ x: Execution) {
    entries = []
    x.budget.giveBack(taken)
  }

  private func isBefore(_ a: Entry, _ b: Entry) -> Bool {
    for (index, item) in order.enumerated() {
      let difference = SortKey.compare(a.keys[index], b.keys[index])
      if difference != 0 { return (difference < 0) != item.isDescending }
    }
    return a.place < b.place
  }
}
