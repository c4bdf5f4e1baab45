/// A pattern that has to be evaluated by itself, because what is bound outside would change its meaning; its solutions are then joined.
///
/// Evaluated once for each graph that it stands in, and kept.
final class IsolatedOperator: Operator {
  let inner: Operator
  /// Slots that its solutions bind.
  let slots: [Int]
  /// A column that is bound here and outside in every row, -1 when there is none.
  fileprivate let key: Int
  private let graphSlot: Int
  private var tables: [Int64: SolutionTable] = [:]

  init(_ inner: Operator, slots: [Int], key: Int?, graphSlot: Int) {
    self.inner = inner
    self.slots = slots
    self.key = key.flatMap { slots.firstIndex(of: $0) } ?? -1
    self.graphSlot = graphSlot
  }

  func table(_ x: Execution) throws -> SolutionTable {
    let graph = graphSlot >= 0 ? x.row[graphSlot] : 0
    if let table = tables[graph] { return table }
    let table = SolutionTable(width: slots.count, key: key)
    let outside = x.row
    x.row = Array(repeating: 0, count: outside.count)
    if graphSlot >= 0 { x.row[graphSlot] = graph }
    defer { x.row = outside }
    _ = try inner.run(x) {
      try x.budget.take(8 * slots.count + 16)
      table.add(slots.map { x.row[$0] })
      return true
    }
    tables[graph] = table
    return table
  }

  override func run(_ x: Execution, _ next: () throws -> Bool) throws -> Bool {
    let table = try table(x)
    return try table.scan(key: key >= 0 ? x.row[slots[key]] : 0) { values in
      try x.budget.tick()
      return try x.withBindings(slots, values, next)
    }
  }
}

/// Solutions in memory, one after the other, found by one column.
final class SolutionTable {
  private let width: Int
  private let key: Int
  private var values: [Int64] = []
  private var links: [Int32] = []
  private var heads = NumberTable()

  init(width: Int, key: Int) {
    self.width = width
    self.key = key
  }

  var count: Int { links.count }

  func add(_ row: [Int64]) {
    links.append(key >= 0 ? heads.exchange(row[key], Int32(links.count)) : -1)
    values += row
  }

  /// - Parameter key: the key column's value; 0 goes through all rows.
  func scan(key value: Int64, _ body: (ArraySlice<Int64>) throws -> Bool) throws -> Bool {
    if key >= 0, value != 0 {
      var place = heads.value(value).map(Int.init) ?? -1
      while place >= 0 {
        guard try body(values[(place * width)..<((place + 1) * width)]) else { return false }
        place = Int(links[place])
      }
      return true
    }
    for place in links.indices { guard try body(values[(place * width)..<((place + 1) * width)]) else { return false } }
    return true
  }
}

/// MINUS: drops a row that agrees with a solution of the other side on at least one variable and disagrees on none.
final class MinusOperator: Operator {
  private let other: IsolatedOperator
  /// For each of the other side's slots, whether this side's pattern may bind it.
  private let isShared: [Bool]

  init(_ other: IsolatedOperator, shared: Set<Int>) {
    self.other = other
    isShared = other.slots.map { shared.contains($0) }
  }

  override func run(_ x: Execution, _ next: () throws -> Bool) throws -> Bool {
    let keyValue = other.keySlot.map { x.row[$0] } ?? 0
    let goesOn = try other.table(x).scan(key: keyValue) { values in
      try x.budget.tick()
      var agrees = false
      for ((slot, value), isShared) in zip(zip(other.slots, values), isShared) where isShared && value != 0 && x.row[slot] != 0 {
        guard x.row[slot] == value else { return true }
        agrees = true
      }
      // Found one: the scan stops, the row is dropped.
      return !agrees
    }
    return goesOn ? try next() : true
  }
}

extension IsolatedOperator {
  var keySlot: Int? { key >= 0 ? slots[key] : nil }
}

/// GRAPH over a pattern that cannot be answered with the graph open: one named graph after the other.
final class GraphOperator: Operator {
  private let inner: Operator
  /// Holds the graph's number while the pattern runs.
  private let hidden: Int
  private let name: Position

  init(_ inner: Operator, hidden: Int, name: Position) {
    self.inner = inner
    self.hidden = hidden
    self.name = name
  }

  override func run(_ x: Execution, _ next: () throws -> Bool) throws -> Bool {
    let before = x.row[hidden]
    defer { x.row[hidden] = before }
    let given = name.value(x)
    let graphs = given != 0 ? [given] : try x.source.graphs()
    for graph in graphs where graph > 0 && x.isNamed(graph) {
      x.row[hidden] = graph
      let goesOn = try inner.run(x) {
        guard case .slot(let slot) = name, given == 0 else { return try next() }
        if x.row[slot] != 0 { return x.row[slot] == graph ? try next() : true }
        x.row[slot] = graph
        defer { x.row[slot] = 0 }
        return try next()
      }
      guard goesOn else { return false }
    }
    return true
  }
}
