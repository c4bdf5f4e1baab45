extension StoreReader {
  /// How often things occur. Counted when first asked, and again when a tenth of the triples is new; meanwhile a little old.
  ///
  /// - Complexity: three walks over all triples when it has to be counted, a second for three million; else one look-up.
  public func statistics() throws -> GraphStatistics {
    let counter = try connection.number("SELECT value FROM meta WHERE key = 'next_triple'")
    if let kept = statisticsCache.value(at: counter) { return kept }
    let counted = try countStatistics()
    statisticsCache.keep(counted, counter: counter)
    return counted
  }

  private func countStatistics() throws -> GraphStatistics {
    var result = GraphStatistics()
    var last = (subject: Int64(0), predicate: Int64(0), object: Int64(0))
    // By predicate and object: triples, and different objects of a predicate.
    var counted = GraphStatistics.Predicate()
    try walk("SELECT predicate, object FROM triple INDEXED BY triple_pos ORDER BY predicate, object") { predicate, object in
      if predicate != last.predicate {
        if last.predicate != 0 { result.predicates[EntityID(rawValue: last.predicate)] = counted }
        counted = GraphStatistics.Predicate()
        (last.predicate, last.object) = (predicate, 0)
      }
      counted.triples += 1
      if object != last.object { counted.objects += 1 }
      last.object = object
      result.triples += 1
    }
    if last.predicate != 0 { result.predicates[EntityID(rawValue: last.predicate)] = counted }
    last = (0, 0, 0)
    // By subject and predicate: different subjects, of each predicate and of all.
    try walk("SELECT subject, predicate FROM triple NOT INDEXED ORDER BY subject, predicate") { subject, predicate in
      if subject != last.subject { result.subjects += 1 }
      if subject != last.subject || predicate != last.predicate { result.predicates[EntityID(rawValue: predicate)]?.subjects += 1 }
      (last.subject, last.predicate) = (subject, predicate)
    }
    try walk("SELECT object, 0 FROM triple INDEXED BY triple_osp ORDER BY object") { object, _ in
      if object != last.object { result.objects += 1 }
      last.object = object
    }
    return result
  }

  private func walk(_ sql: String, _ body: (Int64, Int64) -> Void) throws {
    let statement = try connection.prepare(sql)
    defer { statement.reset() }
    while try statement.step() { body(statement.int64(0), statement.int64(1)) }
  }
}
