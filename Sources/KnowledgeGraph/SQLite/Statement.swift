internal import CSQLite

/// A prepared statement. Belongs to its ``Connection`` and to whoever runs on it; freed with it.
/// https://sqlite.org/c3ref/stmt.html
@safe final class Statement {
  private let handle: OpaquePointer
  private let database: OpaquePointer
  let sql: String

  init(_ handle: OpaquePointer, database: OpaquePointer, sql: String) {
    unsafe self.handle = handle
    unsafe self.database = database
    self.sql = sql
  }

  deinit { unsafe sqlite3_finalize(handle) }

  /// Whether rows are still to come from it.
  var isBusy: Bool { unsafe sqlite3_stmt_busy(handle) != 0 }

  // MARK: Binding, from 1

  func bind(_ value: SQLValue, at index: Int32) throws {
    switch value {
    case .null: try check(unsafe sqlite3_bind_null(handle, index))
    case .integer(let value): try check(unsafe sqlite3_bind_int64(handle, index, value))
    case .real(let value): try check(unsafe sqlite3_bind_double(handle, index, value))
    case .text(let value): try bind(value, at: index)
    case .blob(let value): try bind(value, at: index)
    }
  }

  func bind(_ value: Int64, at index: Int32) throws { try check(unsafe sqlite3_bind_int64(handle, index, value)) }

  func bind(_ value: String, at index: Int32) throws {
    var value = value
    let code = value.withUTF8 { bytes in
      // An empty buffer may have no address, which SQLite would take for NULL.
      unsafe bytes.baseAddress == nil
        ? unsafe sqlite3_bind_text(handle, index, "", 0, kg_sqlite_transient())
        : unsafe sqlite3_bind_text64(
          handle, index, UnsafeRawPointer(bytes.baseAddress!).assumingMemoryBound(to: CChar.self), UInt64(bytes.count),
          kg_sqlite_transient(), UInt8(SQLITE_UTF8))
    }
    try check(code)
  }

  func bind(_ value: [UInt8], at index: Int32) throws {
    let code = unsafe value.withUnsafeBytes { bytes in
      unsafe bytes.isEmpty
        ? unsafe sqlite3_bind_zeroblob(handle, index, 0)
        : unsafe sqlite3_bind_blob64(handle, index, bytes.baseAddress, UInt64(bytes.count), kg_sqlite_transient())
    }
    try check(code)
  }

  // MARK: Running

  /// Whether there is a row.
  func step() throws -> Bool {
    let code = unsafe sqlite3_step(handle)
    switch code {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw failure(code)
    }
  }

  /// Runs a statement that gives no rows, and makes it ready again.
  func run() throws {
    defer { reset() }
    _ = try step()
  }

  func reset() {
    // The code repeats the last step's error, which was thrown there.
    unsafe sqlite3_reset(handle)
  }

  func clearBindings() { unsafe sqlite3_clear_bindings(handle) }

  // MARK: Columns of the row, from 0; valid until the next step

  func isNull(_ column: Int32) -> Bool { unsafe sqlite3_column_type(handle, column) == SQLITE_NULL }
  func isBlob(_ column: Int32) -> Bool { unsafe sqlite3_column_type(handle, column) == SQLITE_BLOB }
  func int64(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }
  func int(_ column: Int32) -> Int { Int(int64(column)) }
  func double(_ column: Int32) -> Double { unsafe sqlite3_column_double(handle, column) }
  func optionalInt64(_ column: Int32) -> Int64? { isNull(column) ? nil : int64(column) }
  func domain(_ column: Int32) -> Domain? { Domain(storedValue: int64(column)) }

  func text(_ column: Int32) -> String {
    guard let start = unsafe sqlite3_column_text(handle, column) else { return "" }
    let count = Int(unsafe sqlite3_column_bytes(handle, column))
    return unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

  func blob(_ column: Int32) -> [UInt8] { unsafe withBlob(column) { unsafe [UInt8]($0) } }

  /// The blob's bytes where SQLite keeps them, for the closure's time.
  func withBlob<R>(_ column: Int32, _ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    let start = unsafe sqlite3_column_blob(handle, column)
    let count = Int(unsafe sqlite3_column_bytes(handle, column))
    return try unsafe body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
  }

  private func check(_ code: Int32) throws {
    if code != SQLITE_OK { throw failure(code) }
  }

  private func failure(_ code: Int32) -> StoreError {
    let extended = unsafe sqlite3_extended_errcode(database)
    let detail = unsafe String(cString: sqlite3_errmsg(database))
    return .sqlite(extended == SQLITE_OK ? code : extended, detail, sql: sql)
  }
}
