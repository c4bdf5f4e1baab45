/// GROUP BY with its aggregates.
final class Grouping {
  struct Key {
    let slot: Int
    /// Nil when the pattern binds the slot.
    let expression: Evaluator?
  }

  /// The slot of an aggregate's value with what computes it.
  struct Column {
    let slot: Int
    let accumulator: Accumulator
  }

  /// How to have the groups counted by the source instead, where the query is that simple.
  struct Counting {
    let pattern: QuadPattern
    let position: QuadPosition
  }

  let keys: [Key]
  var columns: [Column] = []
  var counting: Counting?

  init(_ keys: [Key]) { self.keys = keys }

  /// Runs the pattern, then `next` once for each group with its keys and aggregates bound.
  func run(_ x: Execution, _ pattern: Operator, _ next: () throws -> Bool) throws -> Bool {
    if let counting, let goesOn = try count(x, counting, next) { return goesOn }
    var single = NumberTable()
    var several: [[Int64]: Int] = [:]
    var groups: [[Int64]] = []
    func addGroup(_ key: [Int64]) throws -> Int {
      try x.budget.take(64 + 16 * keys.count + 64 * columns.count)
      groups.append(key)
      for column in columns { column.accumulator.addGroup() }
      return groups.count - 1
    }
    if keys.isEmpty { _ = try addGroup([]) }
    var unboundGroup = -1
    _ = try pattern.run(x) {
      let group: Int
      if keys.isEmpty {
        group = 0
      } else if keys.count == 1 {
        let number = try value(keys[0], x)
        if number == 0 {
          if unboundGroup < 0 { unboundGroup = try addGroup([0]) }
          group = unboundGroup
        } else {
          let found = Int(single.value(number, orSet: Int32(groups.count)))
          group = found == groups.count ? try addGroup([number]) : found
        }
      } else {
        let key = try keys.map { try value($0, x) }
        if let found = several[key] { group = found } else {
          group = try addGroup(key)
          several[key] = group
        }
      }
      for column in columns { try column.accumulator.add(x, group: group) }
      x.solution += 1
      return true
    }
    let slots = keys.map(\.slot) + columns.map(\.slot)
    for (index, key) in groups.enumerated() {
      let results = try columns.map { try $0.accumulator.result(index).map { try x.number(of: $0) } ?? 0 }
      try x.budget.tick()
      guard try x.withBindings(slots, key + results, next) else { return false }
    }
    return true
  }

  private func value(_ key: Key, _ x: Execution) throws -> Int64 {
    guard let expression = key.expression else { return x.row[key.slot] }
    return try expression(x).map { try x.number(of: $0) } ?? 0
  }

  /// Nil when the source cannot.
  private func count(_ x: Execution, _ counting: Counting, _ next: () throws -> Bool) throws -> Bool? {
    guard x.defaultGraphs == nil else { return nil }
    var goesOn = true
    let slots = keys.map(\.slot) + columns.map(\.slot)
    var results: [(Int64, Int)] = []
    let isCounted = try x.source.countGroups(counting.pattern, by: counting.position) { term, count in
      try x.budget.take(16)
      results.append((term, count))
      return true
    }
    guard isCounted else { return nil }
    for (term, count) in results {
      let number = try x.number(of: .integer(count))
      goesOn = try x.withBindings(slots, [term] + columns.map { _ in number }, next)
      guard goesOn else { break }
    }
    return goesOn
  }
}
