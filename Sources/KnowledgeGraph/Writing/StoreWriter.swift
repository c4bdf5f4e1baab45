/// One transaction on the store. Lives inside ``GraphStore/write(_:)``; everything it did is stored when its closure returns, nothing when it throws.
public final class StoreWriter {
  /// The store as this transaction has made it so far.
  public let reader: StoreReader

  let connection: Connection
  let terms: TermTable
  var changes = StoreChanges()
  /// Whether a predicate names things, for those met since numbers were last taken away.
  var labelPredicates: [Int64: Bool] = [:]
  /// Names on their way into the store, by the literal's number.
  var labelTexts: [Int64: String] = [:]
  /// Names that their triples' rows are stored for and they themselves are not.
  var waitingLabels: [(id: Int64, text: String)] = []

  init(_ connection: Connection, vectors: VectorIndex, statistics: StatisticsCache) {
    self.connection = connection
    reader = StoreReader(connection, vectors: vectors, statistics: statistics, isSnapshot: false)
    terms = TermTable(connection, namespaces: reader.namespaces)
  }

  /// Stores the counters before the commit, and hands over what changed.
  func finishTransaction() throws -> StoreChanges {
    defer { changes = StoreChanges() }
    try terms.save()
    if !changes.vectors.added.isEmpty || !changes.vectors.removed.isEmpty {
      // A random number rather than the next: a store restored from a backup counts again, and must not take a copy of the lost future for its own.
      let generation = Int64.random(in: 1...Int64.max)
      try connection.run("UPDATE meta SET value = ?1 WHERE key = 'vector_generation'", .integer(generation))
      changes.vectors.generation = generation
    }
    return changes
  }

  /// Forgets what the transaction left in memory.
  func abandonTransaction() {
    changes = StoreChanges()
    terms.forget()
    reader.forgetTerms()
    labelPredicates.removeAll()
    labelTexts.removeAll()
    waitingLabels.removeAll()
  }

  static var now: Int64 { Clock.secondsSince1970 }
}
