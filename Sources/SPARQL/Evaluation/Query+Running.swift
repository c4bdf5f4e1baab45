internal import Glibc
public import RDF

/// What a query answers.
public enum QueryAnswer: Sendable {
  /// One row a solution, with nil for what it does not bind.
  case solutions(columns: [String], rows: [[Term?]])
  case boolean(Bool)
  /// What CONSTRUCT and DESCRIBE make, every triple once.
  case triples([Triple])
}

extension Query {
  /// Runs the query and keeps its whole answer.
  ///
  /// - Throws: ``SPARQLError``, or what the source throws.
  public func answer(on source: any QuadSource, options: QueryOptions = QueryOptions()) throws -> QueryAnswer {
    switch form {
    case .ask: return .boolean(try ask(on: source, options: options))
    case .select:
      var rows: [[Term?]] = []
      try solutions(on: source, options: options) {
        rows.append($0)
        return true
      }
      return .solutions(columns: columns, rows: rows)
    case .construct, .describe:
      var triples: [Triple] = []
      try self.triples(on: source, options: options) {
        triples.append($0)
        return true
      }
      return .triples(triples)
    }
  }

  /// Whether an ASK has a solution.
  public func ask(on source: any QuadSource, options: QueryOptions = QueryOptions()) throws -> Bool {
    var found = false
    try run(source, options) { _ in
      found = true
      return false
    }
    return found
  }

  /// Calls `body` with the solutions of a SELECT, in the order of ``columns``, until it returns false.
  public func solutions(
    on source: any QuadSource, options: QueryOptions = QueryOptions(), _ body: ([Term?]) throws -> Bool
  ) throws {
    var count = 0
    var slots: [Int] = []
    try run(source, options, planned: { slots = $0 }) { x in
      count += 1
      try x.budget.check(rows: count)
      return try body(slots.map { x.row[$0] == 0 ? nil : try x.term(x.row[$0]) })
    }
  }

  /// Calls `body` with the triples of a CONSTRUCT or DESCRIBE, each once, until it returns false.
  public func triples(on source: any QuadSource, options: QueryOptions = QueryOptions(), _ body: (Triple) throws -> Bool) throws {
    if form == .describe { return try describe(source, options, body) }
    var seen: Set<Triple> = []
    var columns: [Int: Int] = [:]
    var solution = 0
    try run(source, options, planned: { slots in
      columns = Dictionary(zip(plan.select.variables.map(\.index), slots), uniquingKeysWith: { first, _ in first })
    }) { x in
      solution += 1
      var blanks: [Int: Term] = [:]
      func term(_ position: PatternTerm) throws -> Term? {
        switch position {
        case .term(let term): return term
        case .triple(let pattern):
          guard let subject = try term(pattern.subject), let predicate = try term(pattern.predicate), let object = try term(pattern.object) else { return nil }
          let triple = Triple(subject, predicate, object)
          return triple.isPossible ? .triple(triple) : nil
        case .variable(let variable):
          if let slot = columns[variable.index] { return x.row[slot] == 0 ? nil : try x.term(x.row[slot]) }
          if !plan.names[variable.index].hasPrefix("_:") { return nil }
          // A blank node of the template is another one for each solution.
          let node = blanks[variable.index] ?? x.freshBlank()
          blanks[variable.index] = node
          return node
        }
      }
      for pattern in plan.template {
        guard let subject = try term(pattern.subject), let predicate = try term(pattern.predicate), let object = try term(pattern.object),
          subject.literal == nil, subject.triple == nil, predicate.iri != nil
        else { continue }
        let triple = Triple(subject, predicate, object)
        guard seen.insert(triple).inserted else { continue }
        try x.budget.take(160)
        try x.budget.check(rows: seen.count)
        guard try body(triple) else { return false }
      }
      return true
    }
  }

  /// Every triple of each resource; those of blank nodes that they lead to as well.
  private func describe(_ source: any QuadSource, _ options: QueryOptions, _ body: (Triple) throws -> Bool) throws {
    var resources: [Int64] = []
    var known: Set<Int64> = []
    var slots: [Int] = []
    var last: Execution?
    try run(source, options, planned: { slots = $0 }) { x in
      last = x
      for slot in slots where x.row[slot] > 0 && known.insert(x.row[slot]).inserted { resources.append(x.row[slot]) }
      return !slots.isEmpty
    }
    let x = last ?? Execution(source, options, started: Self.now())
    for case .term(let term) in plan.described {
      if let number = try source.number(of: term), known.insert(number).inserted { resources.append(number) }
    }
    var index = 0
    var count = 0
    while index < resources.count {
      let subject = resources[index]
      index += 1
      let access = PatternAccess(QuadPattern(), .standard, size: .infinity, expected: 0)
      let goesOn = try access.scan(x, subject, 0, 0) { _, predicate, object, _ in
        try x.budget.tick()
        let node = try x.term(object)
        if case .blank = node, known.insert(object).inserted { resources.append(object) }
        count += 1
        try x.budget.check(rows: count)
        return try body(Triple(try x.term(subject), try x.term(predicate), node))
      }
      guard goesOn else { return }
    }
  }

  // MARK: Running

  /// - Parameter planned: gets the slots of the SELECT's columns before the first row.
  private func run(
    _ source: any QuadSource, _ options: QueryOptions, planned: ([Int]) -> Void = { _ in }, _ each: (Execution) throws -> Bool
  ) throws {
    let x = Execution(source, options, started: Self.now())
    func numbers(_ iris: [String]) throws -> [Int64] {
      var seen: Set<String> = []
      return try iris.filter { seen.insert($0).inserted }.compactMap { try source.number(of: .iri($0)) }
    }
    x.dataset = QueryDataset(standard: try plan.from.map(numbers), named: try plan.fromNamed.map { Set(try numbers($0)) })
    let planner = Planner(plan, x)
    var context = Planner.Context()
    context.mayStop = form == .ask
    let operation = try planner.planSelect(plan.select, &context)
    planned(plan.select.variables.map { planner.slot($0) })
    x.row = Array(repeating: 0, count: planner.slotCount)
    try x.budget.check()
    _ = try operation.run(x) { try each(x) }
  }

  private static func now() -> (seconds: Int64, milliseconds: Int) {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return (Int64(time.tv_sec), Int(time.tv_nsec / 1_000_000))
  }
}
