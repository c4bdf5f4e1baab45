/// A place of a pattern as the evaluation sees it.
enum Position {
  case constant(Int64)
  case slot(Int)

  func value(_ x: Execution) -> Int64 {
    switch self {
    case .constant(let number): number
    case .slot(let slot): x.row[slot]
    }
  }

  /// The slot while it is open, -1 otherwise.
  func open(_ x: Execution) -> Int {
    if case .slot(let slot) = self, x.row[slot] == 0 { slot } else { -1 }
  }
}

/// A triple pattern.
final class ScanOperator: Operator {
  private let subject, predicate, object: Position
  /// The slot of the graph's name, -1 where the pattern has none.
  private let graphSlot: Int
  private let access: PatternAccess
  /// Whether a variable stands in it twice.
  private let hasRepeats: Bool

  init(_ subject: Position, _ predicate: Position, _ object: Position, graphSlot: Int, access: PatternAccess) {
    self.subject = subject
    self.predicate = predicate
    self.object = object
    self.graphSlot = graphSlot
    self.access = access
    var slots: [Int] = graphSlot >= 0 ? [graphSlot] : []
    for case .slot(let slot) in [subject, predicate, object] { slots.append(slot) }
    hasRepeats = Set(slots).count < slots.count
  }

  override func run(_ x: Execution, _ next: () throws -> Bool) throws -> Bool {
    let (s, p, o) = (subject.open(x), predicate.open(x), object.open(x))
    let g = graphSlot >= 0 && x.row[graphSlot] == 0 ? graphSlot : -1
    defer {
      if s >= 0 { x.row[s] = 0 }
      if p >= 0 { x.row[p] = 0 }
      if o >= 0 { x.row[o] = 0 }
      if g >= 0 { x.row[g] = 0 }
    }
    return try access.scan(x, subject.value(x), predicate.value(x), object.value(x)) { subject, predicate, object, graph in
      try x.budget.tick()
      if hasRepeats {
        for slot in [s, p, o, g] where slot >= 0 { x.row[slot] = 0 }
        for (slot, value) in [(s, subject), (p, predicate), (o, object), (g, graph)] where slot >= 0 {
          if x.row[slot] != 0, x.row[slot] != value { return true }
          x.row[slot] = value
        }
      } else {
        if s >= 0 { x.row[s] = subject }
        if p >= 0 { x.row[p] = predicate }
        if o >= 0 { x.row[o] = object }
        if g >= 0 { x.row[g] = graph }
      }
      return try next()
    }
  }
}
