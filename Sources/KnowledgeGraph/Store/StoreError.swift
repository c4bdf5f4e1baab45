/// Something that the store could not do.
///
/// The file of the store is whole after every one of them: what was begun is rolled back. Values bound to statements never appear in it.
public struct StoreError: Error, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    /// No space left for the file, its log, or within its page limit.
    case diskFull
    /// The disk or the file system failed.
    case inputOutput
    /// The file is damaged.
    case corrupt
    /// The file is not a kgassist store.
    case notAStore
    /// A newer version of kgassist made this file.
    case tooNew
    /// Another process has the store open.
    case alreadyOpen
    /// The file or folder cannot be opened with our rights.
    case notPermitted
    case notFound
    case busy
    case cancelled
    case deadline
    /// What was to be written contradicts what the store guarantees.
    case constraint
    /// The caller's values make no sense; nothing was touched.
    case invalid
    case closed
    case other
  }

  public let code: Code
  /// One sentence for a person: what went wrong with what, and what to do.
  public let message: String
  /// SQLite's extended result code; 0 when SQLite was not asked.
  public let sqliteCode: Int32
  /// The statement, with placeholders in place of values.
  public let sql: String?

  public init(_ code: Code, _ message: String, sqliteCode: Int32 = 0, sql: String? = nil) {
    self.code = code
    self.message = message
    self.sqliteCode = sqliteCode
    self.sql = sql
  }

  public var description: String { sql.map { "\(message) [\($0)]" } ?? message }
}
