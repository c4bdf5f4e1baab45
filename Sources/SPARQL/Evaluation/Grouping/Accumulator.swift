internal import RDF

/// An aggregate over all groups of one run. Section 18.5.1.
class Accumulator {
  let argument: Evaluator?
  private let isDistinct: Bool
  /// What each group has seen, for DISTINCT.
  private var seen: [Set<Int64>] = []

  init(argument: Evaluator?, isDistinct: Bool) {
    self.argument = argument
    self.isDistinct = isDistinct
  }

  /// Makes room for one more group.
  func addGroup() { if isDistinct { seen.append([]) } }

  /// Takes the row as it stands into a group.
  func add(_ x: Execution, group: Int) throws {
    guard let argument else { return }
    guard let value = try argument(x) else { return fail(group) }
    if isDistinct {
      guard try seen[group].insert(x.number(of: value)).inserted else { return }
      try x.budget.take(24)
    }
    try take(value, x, group)
  }

  func take(_ value: Value, _ x: Execution, _ group: Int) throws {}

  /// The argument of a row was an error.
  func fail(_ group: Int) {}

  /// The group's value; nil is an error.
  func result(_ group: Int) -> Value? { nil }
}

/// COUNT of values, or of rows.
final class CountAccumulator: Accumulator {
  private var counts: [Int] = []
  private let slots: [Int]
  private let countsDistinctRows: Bool
  private var rows: [Set<[Int64]>] = []

  /// - Parameter slots: all variables of the pattern, for `COUNT(DISTINCT *)`.
  init(argument: Evaluator?, isDistinct: Bool, slots: [Int]) {
    self.slots = slots
    countsDistinctRows = argument == nil && isDistinct
    super.init(argument: argument, isDistinct: isDistinct)
  }

  override func addGroup() {
    super.addGroup()
    counts.append(0)
    if countsDistinctRows { rows.append([]) }
  }

  override func add(_ x: Execution, group: Int) throws {
    guard argument == nil else { return try super.add(x, group: group) }
    if countsDistinctRows {
      guard rows[group].insert(slots.map { x.row[$0] }).inserted else { return }
      try x.budget.take(32 + 8 * slots.count)
    }
    counts[group] += 1
  }

  override func take(_ value: Value, _ x: Execution, _ group: Int) { counts[group] += 1 }

  override func result(_ group: Int) -> Value? { .integer(counts[group]) }
}

/// SUM and AVG.
final class SumAccumulator: Accumulator {
  private var sums: [Number?] = []
  private var counts: [Int] = []
  private let isAverage: Bool

  init(argument: Evaluator?, isDistinct: Bool, isAverage: Bool) {
    self.isAverage = isAverage
    super.init(argument: argument, isDistinct: isDistinct)
  }

  override func addGroup() {
    super.addGroup()
    sums.append(.integer(0))
    counts.append(0)
  }

  override func take(_ value: Value, _ x: Execution, _ group: Int) {
    counts[group] += 1
    guard let number = value.number, let sum = sums[group] else { return fail(group) }
    sums[group] = Number.apply(.add, sum, number)
  }

  override func fail(_ group: Int) { sums[group] = nil }

  override func result(_ group: Int) -> Value? {
    guard let sum = sums[group] else { return nil }
    guard isAverage, counts[group] > 0 else { return .number(sum) }
    return Number.apply(.divide, sum, .integer(Int128(counts[group]))).map { .number($0) }
  }
}

/// MIN and MAX, in the order of ORDER BY.
final class ExtremeAccumulator: Accumulator {
  private enum State {
    case empty, failed
    case value(Value, SortKey)
  }

  private var states: [State] = []
  private let sign: Int

  init(argument: Evaluator?, isDistinct: Bool, isMaximum: Bool) {
    sign = isMaximum ? 1 : -1
    super.init(argument: argument, isDistinct: isDistinct)
  }

  override func addGroup() {
    super.addGroup()
    states.append(.empty)
  }

  override func take(_ value: Value, _ x: Execution, _ group: Int) {
    let key = SortKey(value)
    switch states[group] {
    case .empty: states[group] = .value(value, key)
    case .value(_, let best): if SortKey.compare(key, best) * sign > 0 { states[group] = .value(value, key) }
    case .failed: break
    }
  }

  override func fail(_ group: Int) { states[group] = .failed }

  override func result(_ group: Int) -> Value? { if case .value(let value, _) = states[group] { value } else { nil } }
}

/// SAMPLE: the first value.
final class SampleAccumulator: Accumulator {
  private var values: [Value?] = []

  override func addGroup() {
    super.addGroup()
    values.append(nil)
  }

  override func take(_ value: Value, _ x: Execution, _ group: Int) { if values[group] == nil { values[group] = value } }

  override func result(_ group: Int) -> Value? { values[group] }
}

/// GROUP_CONCAT.
final class ConcatenationAccumulator: Accumulator {
  private var texts: [String?] = []
  private var isEmpty: [Bool] = []
  private let separator: String

  init(argument: Evaluator?, isDistinct: Bool, separator: String) {
    self.separator = separator
    super.init(argument: argument, isDistinct: isDistinct)
  }

  override func addGroup() {
    super.addGroup()
    texts.append("")
    isEmpty.append(true)
  }

  override func take(_ value: Value, _ x: Execution, _ group: Int) throws {
    guard let text = value.lexical else { return fail(group) }
    try x.budget.take(text.utf8.count + separator.utf8.count)
    texts[group]? += isEmpty[group] ? text : separator + text
    isEmpty[group] = false
  }

  override func fail(_ group: Int) { texts[group] = nil }

  override func result(_ group: Int) -> Value? { texts[group].map { .string($0) } }
}
