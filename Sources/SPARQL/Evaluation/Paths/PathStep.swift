/// A property path over numbers of terms.
indirect enum PathStep {
  case link(PatternAccess, predicate: Int64)
  case inverse(PathStep)
  case sequence([PathStep])
  case alternative([PathStep])
  case zeroOrMore(PathStep)
  case oneOrMore(PathStep)
  case zeroOrOne(PathStep)
  /// Whatever predicate is not among these, forwards, backwards or both.
  case negated(PatternAccess, forward: Set<Int64>?, backward: Set<Int64>?)

  /// Calls `body` with every node that the path leads to from `node`; with its number of ways, except behind `*`, `+` and `?`, which give
  /// every node once.
  ///
  /// - Parameter isReversed: walks the path from its end.
  func follow(_ x: Execution, from node: Int64, isReversed: Bool, _ body: (Int64) throws -> Bool) throws -> Bool {
    try x.budget.tick()
    switch self {
    case .link(let access, let predicate):
      if isReversed { return try access.scan(x, 0, predicate, node) { subject, _, _, _ in try body(subject) } }
      return try access.scan(x, node, predicate, 0) { _, _, object, _ in try body(object) }
    case .inverse(let inner): return try inner.follow(x, from: node, isReversed: !isReversed, body)
    case .sequence(let steps): return try Self.follow(x, isReversed ? steps.reversed() : steps, 0, from: node, isReversed, body)
    case .alternative(let branches):
      for branch in branches { guard try branch.follow(x, from: node, isReversed: isReversed, body) else { return false } }
      return true
    case .zeroOrOne(let inner):
      var seen: Set<Int64> = [node]
      guard try body(node) else { return false }
      return try inner.follow(x, from: node, isReversed: isReversed) { seen.insert($0).inserted ? try body($0) : true }
    case .zeroOrMore(let inner): return try Self.reach(x, inner, from: node, isReversed, includesStart: true, body)
    case .oneOrMore(let inner): return try Self.reach(x, inner, from: node, isReversed, includesStart: false, body)
    case .negated(let access, let forward, let backward):
      if let excluded = isReversed ? backward : forward {
        let goesOn = try access.scan(x, node, 0, 0) { _, predicate, object, _ in excluded.contains(predicate) ? true : try body(object) }
        guard goesOn else { return false }
      }
      guard let excluded = isReversed ? forward : backward else { return true }
      return try access.scan(x, 0, 0, node) { subject, predicate, _, _ in excluded.contains(predicate) ? true : try body(subject) }
    }
  }

  private static func follow(
    _ x: Execution, _ steps: [PathStep], _ index: Int, from node: Int64, _ isReversed: Bool, _ body: (Int64) throws -> Bool
  ) throws -> Bool {
    if index == steps.count { return try body(node) }
    return try steps[index].follow(x, from: node, isReversed: isReversed) {
      try follow(x, steps, index + 1, from: $0, isReversed, body)
    }
  }

  /// Breadth first, every node once, so that cycles end.
  private static func reach(
    _ x: Execution, _ inner: PathStep, from start: Int64, _ isReversed: Bool, includesStart: Bool, _ body: (Int64) throws -> Bool
  ) throws -> Bool {
    var seen: Set<Int64> = includesStart ? [start] : []
    var queue = [start]
    var head = 0
    if includesStart { guard try body(start) else { return false } }
    var held = 0
    defer { x.budget.giveBack(held) }
    while head < queue.count {
      let node = queue[head]
      head += 1
      let goesOn = try inner.follow(x, from: node, isReversed: isReversed) { reached in
        guard seen.insert(reached).inserted else { return true }
        held += 48
        try x.budget.take(48)
        queue.append(reached)
        return try body(reached)
      }
      guard goesOn else { return false }
    }
    return true
  }
}
