internal import CSQLite

/// One connection to the file, used by one thread at a time, with its prepared statements.
/// https://sqlite.org/c3ref/sqlite3.html
@safe final class Connection {
  enum Mode { case writer, reader }

  private let handle: OpaquePointer
  private var statements: [String: Statement] = [:]
  private var interruption: Interruption?

  private static let isPrepared: Bool = kg_sqlite_forgo_statistics() == SQLITE_OK

  init(path: String, mode: Mode) throws {
    // Too late when another part of the process has used SQLite before, and then only slower.
    _ = Self.isPrepared
    var handle: OpaquePointer?
    let flags = mode == .writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY
    let code = unsafe sqlite3_open_v2(path, &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
    guard code == SQLITE_OK, let opened = unsafe handle else {
      let detail = unsafe handle.map { unsafe String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      unsafe sqlite3_close_v2(handle)
      throw StoreError.sqlite(code, detail, sql: nil)
    }
    unsafe self.handle = opened
    unsafe sqlite3_busy_timeout(opened, 5000)
    // A file may have been prepared by someone else: its schema runs no functions with side effects, and nobody writes its internals.
    unsafe kg_sqlite_set_flag(opened, SQLITE_DBCONFIG_DEFENSIVE, 1)
    unsafe kg_sqlite_set_flag(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
    if mode == .reader { try execute("PRAGMA query_only = 1") }
  }

  deinit {
    statements.removeAll()
    unsafe sqlite3_close_v2(handle)
  }

  /// Runs a script of statements without values.
  func execute(_ sql: String) throws {
    let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
    if code != SQLITE_OK { throw failure(code, sql) }
  }

  /// The prepared statement for this text, ready for binding. Kept for the next time, unless it is in the middle of its rows:
  /// then it is another one, freed after use.
  func prepare(_ sql: String) throws -> Statement {
    if let kept = statements[sql], !kept.isBusy { return kept }
    let result = try prepareAnother(sql)
    if statements[sql] == nil { statements[sql] = result }
    return result
  }

  /// A statement of the caller's own for this text.
  func prepareAnother(_ sql: String) throws -> Statement {
    var statement: OpaquePointer?
    let code = unsafe sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard code == SQLITE_OK, let prepared = unsafe statement else { throw failure(code, sql) }
    return unsafe Statement(prepared, database: handle, sql: sql)
  }

  /// Runs a statement that gives no rows.
  func run(_ sql: String, _ values: SQLValue...) throws {
    let statement = try prepare(sql)
    for (index, value) in values.enumerated() { try statement.bind(value, at: Int32(index + 1)) }
    defer { statement.clearBindings() }
    try statement.run()
  }

  /// Every row of a query, made into a value.
  func rows<T>(_ sql: String, _ values: SQLValue..., as row: (Statement) throws -> T) throws -> [T] {
    var result: [T] = []
    try forEachRow(sql, values) { result.append(try row($0)) }
    return result
  }

  /// The first row of a query.
  func first<T>(_ sql: String, _ values: SQLValue..., as row: (Statement) throws -> T) throws -> T? {
    let statement = try prepare(sql)
    for (index, value) in values.enumerated() { try statement.bind(value, at: Int32(index + 1)) }
    defer {
      statement.reset()
      statement.clearBindings()
    }
    return try statement.step() ? try row(statement) : nil
  }

  /// The first column of the first row, 0 when there is none.
  func number(_ sql: String, _ values: SQLValue...) throws -> Int64 {
    var number: Int64 = 0
    let statement = try prepare(sql)
    for (index, value) in values.enumerated() { try statement.bind(value, at: Int32(index + 1)) }
    defer { statement.reset() }
    if try statement.step() { number = statement.int64(0) }
    return number
  }

  func forEachRow(_ sql: String, _ values: [SQLValue], _ body: (Statement) throws -> Void) throws {
    let statement = try prepare(sql)
    for (index, value) in values.enumerated() { try statement.bind(value, at: Int32(index + 1)) }
    defer {
      statement.reset()
      statement.clearBindings()
    }
    while try statement.step() { try body(statement) }
  }

  var lastInsertedID: Int64 { unsafe sqlite3_last_insert_rowid(handle) }
  /// Rows that the last statement changed.
  var changes: Int { Int(unsafe sqlite3_changes64(handle)) }
  var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

  // MARK: Interruption

  /// Runs `body` so that the interruption ends any statement within a few thousand of SQLite's steps.
  func interruptible<R>(by interruption: Interruption, _ body: () throws -> R) throws -> R {
    self.interruption = interruption
    let context = unsafe Unmanaged.passUnretained(interruption).toOpaque()
    unsafe sqlite3_progress_handler(
      handle, 4000, { unsafe Unmanaged<Interruption>.fromOpaque($0!).takeUnretainedValue().isDue ? 1 : 0 }, context)
    defer {
      unsafe sqlite3_progress_handler(handle, 0, nil, nil)
      self.interruption = nil
    }
    do {
      try interruption.check()
      return try body()
    } catch let error as StoreError where error.code == .cancelled {
      // SQLite only knows that it was stopped; the interruption knows why.
      try interruption.check()
      throw error
    }
  }

  /// For loops in Swift: throws when the running call was cancelled or is late.
  func checkInterruption() throws { try interruption?.check() }

  private func failure(_ code: Int32, _ sql: String) -> StoreError {
    unsafe .sqlite(code, String(cString: sqlite3_errmsg(handle)), sql: sql)
  }
}
