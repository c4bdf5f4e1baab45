/// A property path pattern that is not a triple.
final class PathOperator: Operator {
  private let subject, object: Position
  private let path: PathStep
  private let everything: PatternAccess

  /// - Parameter everything: all triples of the graph, for paths that are open at both ends.
  init(_ subject: Position, _ path: PathStep, _ object: Position, everything: PatternAccess) {
    self.subject = subject
    self.path = path
    self.object = object
    self.everything = everything
  }

  override func run(_ x: Execution, _ next: () throws -> Bool) throws -> Bool {
    let (from, to) = (subject.value(x), object.value(x))
    if from != 0 { return try follow(x, from: from, to: to, target: object, isReversed: false, next) }
    if to != 0 { return try follow(x, from: to, to: 0, target: subject, isReversed: true, next) }
    guard case .slot(let slot) = subject else { return true }
    defer { x.row[slot] = 0 }
    return try eachStart(x) { node in
      x.row[slot] = node
      // The same variable at both ends is bound by now.
      return try follow(x, from: node, to: object.value(x), target: object, isReversed: false, next)
    }
  }

  private func follow(
    _ x: Execution, from: Int64, to: Int64, target: Position, isReversed: Bool, _ next: () throws -> Bool
  ) throws -> Bool {
    if to != 0 {
      return try path.follow(x, from: from, isReversed: isReversed) { $0 == to ? try next() : true }
    }
    guard case .slot(let slot) = target else { return true }
    defer { x.row[slot] = 0 }
    return try path.follow(x, from: from, isReversed: isReversed) { reached in
      x.row[slot] = reached
      return try next()
    }
  }

  /// Every node that a way may begin at, once: all nodes of the graph, as a path of length zero is one.
  private func eachStart(_ x: Execution, _ body: (Int64) throws -> Bool) throws -> Bool {
    var nodes = NumberTable()
    var order: [Int64] = []
    _ = try everything.scan(x, 0, 0, 0) { subject, _, object, _ in
      try x.budget.tick()
      for node in [subject, object] where nodes.exchange(node, 1) == -1 {
        try x.budget.take(32)
        order.append(node)
      }
      return true
    }
    for node in order { guard try body(node) else { return false } }
    return true
  }
}
