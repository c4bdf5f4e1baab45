extension StoreReader {
  /// A cursor for patterns in which the named positions are given. ``QuadCursor/start(subject:predicate:object:graph:)`` gives their values.
  public func cursor(
    subject: Bool = false, predicate: Bool = false, object: Bool = false, graph: GraphScope = .union
  ) throws -> QuadCursor {
    try QuadCursor(
      scans, shape: ScanShape(subject: subject, predicate: predicate, object: object, graph: graph), scope: graph)
  }

  /// Calls `body` with every statement that fits, until it returns false.
  ///
  /// - Parameter body: gets the cursor on the statement; it may scan again, also the same pattern.
  /// - Complexity: O(answers) for every combination of given parts, about a microsecond each.
  public func scan(
    subject: EntityID? = nil, predicate: EntityID? = nil, object: EntityID? = nil, graph: GraphScope = .union,
    _ body: (QuadCursor) throws -> Bool
  ) throws {
    let cursor = try cursor(subject: subject != nil, predicate: predicate != nil, object: object != nil, graph: graph)
    try cursor.start(subject: subject, predicate: predicate, object: object)
    while try cursor.next() { guard try body(cursor) else { return } }
  }

  /// How many statements fit, counted up to a limit. A triple that several graphs hold counts once for each.
  ///
  /// - Complexity: O(the smaller of answers and limit), some 30 million a second.
  public func count(
    subject: EntityID? = nil, predicate: EntityID? = nil, object: EntityID? = nil, graph: GraphScope = .everywhere, atMost limit: Int = .max
  ) throws -> Int {
    let shape = ScanShape(subject: subject != nil, predicate: predicate != nil, object: object != nil, graph: graph)
    let statement = try connection.prepare(shape.count)
    defer { statement.reset() }
    if let subject { try statement.bind(subject.rawValue, at: 1) }
    if let predicate { try statement.bind(predicate.rawValue, at: 2) }
    if let object { try statement.bind(object.rawValue, at: 3) }
    if case .graph(let name) = graph { try statement.bind(name.rawValue, at: 4) }
    try statement.bind(Int64(max(0, limit)), at: 5)
    return try statement.step() ? statement.int(0) : 0
  }

  /// The names of the graphs that hold a triple, the default graph aside, in the order of their numbers.
  /// - Complexity: O(graphs · log triples).
  public func graphs() throws -> [EntityID] {
    var result: [EntityID] = []
    var last: Int64 = 0
    let statement = try connection.prepare(
      "SELECT graph FROM triple INDEXED BY triple_graph WHERE graph > 0 AND graph > ?1 ORDER BY graph LIMIT 1")
    defer { statement.reset() }
    while true {
      statement.reset()
      try statement.bind(last, at: 1)
      guard try statement.step() else { return result }
      last = statement.int64(0)
      result.append(EntityID(rawValue: last))
    }
  }
}
