/// One step of a plan. It extends the row in every way it can and calls `next` for each, then leaves the row as it found it.
class Operator {
  /// - Returns: false when `next` wanted no more.
  func run(_ x: Execution, _ next: () throws -> Bool) throws -> Bool { try next() }
}

/// Steps one inside the other.
final class Pipeline: Operator {
  private let steps: [Operator]

  init(_ steps: [Operator]) { self.steps = steps }

  override func run(_ x: Execution, _ next: () throws -> Bool) throws -> Bool { try run(0, x, next) }

  private func run(_ index: Int, _ x: Execution, _ next: () throws -> Bool) throws -> Bool {
    if index == steps.count { return try next() }
    return try steps[index].run(x) { try run(index + 1, x, next) }
  }
}

/// Lets a row pass when the condition holds; an error counts as false.
final class FilterOperator: Operator {
  private let condition: Evaluator

  init(_ condition: @escaping Evaluator) { self.condition = condition }

  override func run(_ x: Execution, _ next: () throws -> Bool) throws -> Bool {
    guard try condition(x)?.effectiveBoolean == true else { return true }
    return try next()
  }
}

/// OPTIONAL: the row with every extension that meets the condition, or as it is when there is none.
final class LeftJoinOperator: Operator {
  private let right: Operator
  private let condition: Evaluator?

  init(_ right: Operator, _ condition: Evaluator?) {
    self.right = right
    self.condition = condition
  }

  override func run(_ x: Execution, _ next: () throws -> Bool) throws -> Bool {
    var isMatched = false
    let goesOn = try right.run(x) {
      if let condition { guard try condition(x)?.effectiveBoolean == true else { return true } }
      isMatched = true
      return try next()
    }
    guard goesOn else { return false }
    return isMatched ? true : try next()
  }
}

/// One branch after the other.
final class UnionOperator: Operator {
  private let branches: [Operator]

  init(_ branches: [Operator]) { self.branches = branches }

  override func run(_ x: Execution, _ next: () throws -> Bool) throws -> Bool {
    for branch in branches { guard try branch.run(x, next) else { return false } }
    return true
  }
}

/// BIND: a computed value in a slot, nothing when the expression fails. A slot that is bound already must agree.
final class ExtendOperator: Operator {
  private let slot: Int
  private let expression: Evaluator

  init(_ slot: Int, _ expression: @escaping Evaluator) {
    self.slot = slot
    self.expression = expression
  }

  override func run(_ x: Execution, _ next: () throws -> Bool) throws -> Bool {
    guard let value = try expression(x) else { return try next() }
    let number = try x.number(of: value)
    if x.row[slot] != 0 { return x.row[slot] == number ? try next() : true }
    x.row[slot] = number
    defer { x.row[slot] = 0 }
    return try next()
  }
}

/// VALUES: rows that agree with what is bound.
final class ValuesOperator: Operator {
  private let slots: [Int]
  /// 0 where nothing is said.
  private let rows: [[Int64]]

  init(_ slots: [Int], _ rows: [[Int64]]) {
    self.slots = slots
    self.rows = rows
  }

  override func run(_ x: Execution, _ next: () throws -> Bool) throws -> Bool {
    for row in rows {
      try x.budget.tick()
      guard try x.withBindings(slots, row, next) else { return false }
    }
    return true
  }
}

extension Execution {
  /// Binds what is open, runs `next` when nothing disagrees, and unbinds it.
  /// - Returns: false when `next` wanted no more.
  func withBindings(_ slots: [Int], _ values: some RandomAccessCollection<Int64>, _ next: () throws -> Bool) throws -> Bool {
    var bound: [Int] = []
    defer { for slot in bound { row[slot] = 0 } }
    for (slot, value) in zip(slots, values) where value != 0 {
      if row[slot] == 0 {
        row[slot] = value
        bound.append(slot)
      } else if row[slot] != value {
        return true
      }
    }
    return try next()
  }
}

/// A sub-pattern that nothing matches.
final class EmptyOperator: Operator {
  override func run(_ x: Execution, _ next: () throws -> Bool) throws -> Bool { true }
}
