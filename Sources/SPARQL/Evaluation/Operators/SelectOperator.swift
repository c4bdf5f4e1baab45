/// SELECT with its modifiers, in the order of section 18.2.4: group, having, compute, order, project, distinct, slice.
final class SelectOperator: Operator {
  struct Computed {
    let slot: Int
    let expression: Evaluator
  }

  struct Order {
    let expression: Evaluator
    let isDescending: Bool
  }

  var pattern: Operator = Pipeline([])
  var grouping: Grouping?
  var having: [Evaluator] = []
  /// VALUES behind a grouped query.
  var values: Operator?
  var computed: [Computed] = []
  var order: [Order] = []
  var output: [Int] = []
  var isDistinct = false
  var offset = 0
  var limit: Int?

  /// What is counted while one run lasts.
  private final class Run {
    var seen: Set<[Int64]> = []
    var skipped = 0
    var emitted = 0
  }

  override func run(_ x: Execution, _ next: () throws -> Bool) throws -> Bool {
    if limit == 0 { return true }
    let run = Run()
    var wantsMore = true
    var sorter = order.isEmpty ? nil : Sorter(order, width: output.count, keeping: isDistinct ? nil : limit.map { $0.addingReportingOverflow(offset) })
    func finish() throws -> Bool {
      try compute(0, x) {
        if sorter != nil {
          try sorter?.add(x, output)
          return true
        }
        return try emit(x, run, &wantsMore, next)
      }
    }
    if let grouping {
      _ = try grouping.run(x, pattern) {
        for condition in having { guard try condition(x)?.effectiveBoolean == true else { return true } }
        if let values { return try values.run(x, finish) }
        return try finish()
      }
    } else {
      _ = try pattern.run(x) {
        x.solution += 1
        return try finish()
      }
    }
    if sorter != nil {
      try sorter?.sort(x)
      let count = sorter?.count ?? 0
      for index in 0..<count {
        guard let values = sorter?.row(index) else { break }
        try x.budget.tick()
        let goesOn = try x.withBindings(output, values) { try emit(x, run, &wantsMore, next) }
        guard goesOn else { break }
      }
      sorter?.release(x)
    }
    return wantsMore
  }

  private func compute(_ index: Int, _ x: Execution, _ next: () throws -> Bool) throws -> Bool {
    if index == computed.count { return try next() }
    let item = computed[index]
    guard let value = try item.expression(x) else { return try compute(index + 1, x, next) }
    let before = x.row[item.slot]
    x.row[item.slot] = try x.number(of: value)
    defer { x.row[item.slot] = before }
    return try compute(index + 1, x, next)
  }

  /// - Returns: whether more rows are of use, be it for this SELECT or for what follows it.
  private func emit(_ x: Execution, _ run: Run, _ wantsMore: inout Bool, _ next: () throws -> Bool) throws -> Bool {
    if isDistinct {
      guard run.seen.insert(output.map { x.row[$0] }).inserted else { return true }
      try x.budget.take(48 + 8 * output.count)
    }
    if run.skipped < offset {
      run.skipped += 1
      return true
    }
    run.emitted += 1
    guard try next() else {
      wantsMore = false
      return false
    }
    return limit.map { run.emitted < $0 } ?? true
  }
}
