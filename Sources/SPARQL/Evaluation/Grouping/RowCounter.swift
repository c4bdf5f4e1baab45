/// COUNT of every row, the most frequent of aggregates, without a look at any value.
final class RowCounter: Accumulator {
  private var counts: [Int] = []

  override func addGroup() { counts.append(0) }

  override func add(_ x: Execution, group: Int) { counts[group] += 1 }

  override func result(_ group: Int) -> Value? { .integer(counts[group]) }
}
