/// The one connection that writes, with its thread.
actor WriterLane {
  private let executor: LaneExecutor
  private let path: String
  private let connection: Connection
  private let vectors: VectorIndex
  private let writer: StoreWriter
  private var isClosed = false

  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

  /// Opens the file, brings it to this program's version and readies the vectors.
  init(path: String, pageLimit: Int?, statistics: StatisticsCache) throws {
    executor = LaneExecutor("kgassist.store.writer")
    self.path = path
    connection = try Connection(path: path, mode: .writer)
    do {
      let version = try Migration.admit(connection, path: path)
      try Migration.prepareEmptyFile(connection)
      try connection.execute("PRAGMA journal_mode = WAL")
      try connection.execute("PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536")
      try connection.execute("PRAGMA journal_size_limit = 67108864; PRAGMA temp_store = MEMORY")
      if let pageLimit { try connection.execute("PRAGMA max_page_count = \(pageLimit)") }
      try Migration.run(on: connection, from: version)
    } catch let error as StoreError where error.code == .notAStore && error.sqliteCode != 0 {
      throw StoreError(.notAStore, "\(path) is not a kgassist store; name another file", sqliteCode: error.sqliteCode)
    }
    vectors = try VectorIndex(beside: path, connection: connection)
    writer = StoreWriter(connection, vectors: vectors, statistics: statistics)
  }

  nonisolated var vectorIndex: VectorIndex { vectors }

  /// Runs `body` in one transaction. What it throws rolls everything back.
  func run<R: Sendable>(_ interruption: Interruption, _ body: @Sendable (StoreWriter) throws -> R) throws -> (R, StoreChanges) {
    guard !isClosed else { throw StoreError(.closed, "the store is closed") }
    let (result, changes) = try connection.interruptible(by: interruption) {
      try connection.execute("BEGIN IMMEDIATE")
      do {
        let result = try body(writer)
        let changes = try writer.finishTransaction()
        try connection.execute("COMMIT")
        return (result, changes)
      } catch {
        // A full disk makes SQLite roll back by itself.
        if connection.isInTransaction { try? connection.execute("ROLLBACK") }
        writer.abandonTransaction()
        throw error
      }
    }
    vectors.apply(changes.vectors)
    // What was asked for is stored by now; pages that cannot be given back today are given back another day.
    if changes.removedRows { try? connection.execute("PRAGMA incremental_vacuum") }
    return (result, changes)
  }

  func verify() throws -> [String] {
    guard !isClosed else { throw StoreError(.closed, "the store is closed") }
    return try Verification(connection: connection, vectors: vectors, reader: writer.reader).problems()
  }

  /// Copies the store, as it is at one moment, into a new file.
  func backup(to destination: String) throws {
    guard !isClosed else { throw StoreError(.closed, "the store is closed") }
    try connection.run("VACUUM INTO ?1", .text(destination))
  }

  /// Writes the vectors' copy and brings the log into the main file.
  func close() {
    guard !isClosed else { return }
    isClosed = true
    vectors.save()
    try? connection.execute("PRAGMA analysis_limit = 400; PRAGMA optimize")
    try? connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
  }
}
