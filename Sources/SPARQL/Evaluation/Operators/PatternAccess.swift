/// Which graphs a pattern is asked of.
enum GraphSelector: Hashable {
  /// The query's default graph.
  case standard
  case one(Int64)
  /// The one that the slot names; any with a name while it is open.
  case slot(Int)
}

/// Finds the quads of one pattern, and changes its way when it is asked often.
///
/// At first each question is a look-up in the source, which costs about as much as reading eight quads in order. When the look-ups have cost
/// as much as reading the whole pattern would have, it is read into a table, and later questions go there: never more than twice the cost
/// of the better way, without having to know the number of questions in advance.
final class PatternAccess {
  private static let lookUpCost = 8.0

  private let constants: QuadPattern
  private let graph: GraphSelector
  /// About how many quads fit the constants alone: a guess at first, counted before it matters.
  private var size: Double
  private var spent = 0.0
  private var tables: [QuadPosition: QuadTable] = [:]

  /// - Parameter expected: how many questions are expected, so that a long row of them begins with the table.
  init(_ constants: QuadPattern, _ graph: GraphSelector, size: Double, expected: Double) {
    self.constants = constants
    self.graph = graph
    self.size = size
    if expected * Self.lookUpCost > size, expected > 64 { spent = size }
  }

  /// Calls `body` with the quads in which these positions are given; 0 is anything.
  func scan(
    _ x: Execution, _ subject: Int64, _ predicate: Int64, _ object: Int64, _ body: (Int64, Int64, Int64, Int64) throws -> Bool
  ) throws -> Bool {
    // A term that the source does not have is in no quad.
    guard subject >= 0, predicate >= 0, object >= 0 else { return true }
    if subject != constants.subject || object != constants.object, let fixed = fixedGraph(x) {
      spent += Self.lookUpCost
      let position: QuadPosition = subject != constants.subject ? .subject : .object
      if spent > size, size < 5_000_000, let table = try tables[position] ?? makeTable(x, position, fixed) {
        return try table.scan(position == .subject ? subject : object, subject, predicate, object, body)
      }
    }
    let pattern = QuadPattern(subject: subject, predicate: predicate, object: object)
    return try ask(x, pattern, body)
  }

  /// The graph, where it is the same for all questions.
  private func fixedGraph(_ x: Execution) -> QuadPattern.Graph? {
    switch graph {
    case .standard:
      guard let defaults = x.defaultGraphs else { return .standard }
      return defaults.count == 1 ? .one(defaults[0]) : nil
    case .one(let name): return name > 0 && x.isNamed(name) ? .one(name) : nil
    case .slot: return nil
    }
  }

  /// Nil when the pattern turns out to be larger than it seemed: the look-ups go on for a while then.
  private func makeTable(_ x: Execution, _ position: QuadPosition, _ graph: QuadPattern.Graph) throws -> QuadTable? {
    var pattern = constants
    pattern.graph = graph
    if pattern.subject != 0 || pattern.object != 0, tables.isEmpty {
      let limit = Int(spent) + 1
      if try x.source.count(pattern, atMost: limit) >= limit {
        size = spent * 2
        return nil
      }
    }
    let table = QuadTable(position)
    _ = try x.source.scan(pattern) { subject, predicate, object, graph in
      try x.budget.tick()
      if table.count & 0xFFF == 0 { try x.budget.take(0x1000 * QuadTable.bytesPerQuad) }
      table.add(subject, predicate, object, graph)
      return true
    }
    tables[position] = table
    return table
  }

  private func ask(_ x: Execution, _ pattern: QuadPattern, _ body: (Int64, Int64, Int64, Int64) throws -> Bool) throws -> Bool {
    var pattern = pattern
    switch graph {
    case .standard:
      guard let defaults = x.defaultGraphs else { return try x.source.scan(pattern, body) }
      if defaults.count > 1 { return try askMerged(x, pattern, defaults, body) }
      guard let only = defaults.first else { return true }
      pattern.graph = .one(only)
      return try x.source.scan(pattern, body)
    case .one(let name): return try ask(x, pattern, in: name, body)
    case .slot(let slot):
      if x.row[slot] != 0 { return try ask(x, pattern, in: x.row[slot], body) }
      pattern.graph = .named
      return try x.source.scan(pattern) { subject, predicate, object, graph in
        x.isNamed(graph) ? try body(subject, predicate, object, graph) : true
      }
    }
  }

  private func ask(
    _ x: Execution, _ pattern: QuadPattern, in name: Int64, _ body: (Int64, Int64, Int64, Int64) throws -> Bool
  ) throws -> Bool {
    guard name > 0, x.isNamed(name) else { return true }
    var pattern = pattern
    pattern.graph = .one(name)
    return try x.source.scan(pattern, body)
  }

  /// Several graphs as one: a triple that stands in two comes once.
  private func askMerged(
    _ x: Execution, _ pattern: QuadPattern, _ graphs: [Int64], _ body: (Int64, Int64, Int64, Int64) throws -> Bool
  ) throws -> Bool {
    var seen: Set<[Int64]> = []
    for name in graphs {
      var pattern = pattern
      pattern.graph = .one(name)
      let goesOn = try x.source.scan(pattern) { subject, predicate, object, graph in
        guard seen.insert([subject, predicate, object]).inserted else { return true }
        try x.budget.take(64)
        return try body(subject, predicate, object, graph)
      }
      guard goesOn else { return false }
    }
    return true
  }
}

/// The quads of a pattern in memory, found by one position.
final class QuadTable {
  static let bytesPerQuad = 48

  private let position: QuadPosition
  private var heads = NumberTable()
  private var links: [Int32] = []
  private var subjects: [Int64] = []
  private var predicates: [Int64] = []
  private var objects: [Int64] = []
  private var graphs: [Int64] = []

  init(_ position: QuadPosition) { self.position = position }

  var count: Int { links.count }

  func add(_ subject: Int64, _ predicate: Int64, _ object: Int64, _ graph: Int64) {
    links.append(heads.exchange(position == .subject ? subject : object, Int32(links.count)))
    subjects.append(subject)
    predicates.append(predicate)
    objects.append(object)
    graphs.append(graph)
  }

  func scan(
    _ key: Int64, _ subject: Int64, _ predicate: Int64, _ object: Int64, _ body: (Int64, Int64, Int64, Int64) throws -> Bool
  ) throws -> Bool {
    guard var place = heads.value(key).map(Int.init) else { return true }
    while place >= 0 {
      let (s, p, o) = (subjects[place], predicates[place], objects[place])
      if subject == 0 || subject == s, predicate == 0 || predicate == p, object == 0 || object == o {
        guard try body(s, p, o, graphs[place]) else { return false }
      }
      place = Int(links[place])
    }
    return true
  }
}
