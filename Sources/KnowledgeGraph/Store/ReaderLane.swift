/// One read connection with its thread.
actor ReaderLane {
  private let executor: LaneExecutor
  private let connection: Connection
  private let reader: StoreReader

  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

  init(path: String, number: Int, vectors: VectorIndex, statistics: StatisticsCache) throws {
    executor = LaneExecutor("kgassist.store.reader.\(number)")
    connection = try Connection(path: path, mode: .reader)
    try connection.execute("PRAGMA cache_size = -16384")
    reader = StoreReader(connection, vectors: vectors, statistics: statistics, isSnapshot: true)
  }

  /// Runs `body` on one snapshot of the store.
  func run<R: Sendable>(_ interruption: Interruption, _ body: @Sendable (StoreReader) throws -> R) throws -> R {
    try connection.interruptible(by: interruption) {
      try connection.execute("BEGIN")
      defer { try? connection.execute("ROLLBACK") }
      reader.beginSnapshot()
      return try body(reader)
    }
  }
}
