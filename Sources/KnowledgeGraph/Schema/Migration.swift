/// Brings a file to the version that this program knows.
enum Migration {
  /// Refuses foreign and newer files without touching them, and says which version this one has; 0 for an empty file.
  static func admit(_ connection: Connection, path: String) throws -> Int {
    let application = try connection.number("PRAGMA application_id")
    let version = Int(try connection.number("PRAGMA user_version"))
    let isEmpty = try connection.number("SELECT count(*) FROM sqlite_schema") == 0
    if application != Schema.applicationID {
      guard application == 0, version == 0, isEmpty else {
        throw StoreError(.notAStore, "\(path) is another program's database, not a kgassist store; name another file")
      }
    }
    guard version <= Schema.version else {
      throw StoreError(
        .tooNew, "\(path) was made by a newer kgassist (store version \(version); this program knows up to \(Schema.version)); upgrade kgassist")
    }
    return version
  }

  /// Lays out an empty file or takes an older one forward. Each step and its number are one transaction.
  static func run(on connection: Connection, from version: Int) throws {
    for next in version..<Schema.version {
      try connection.execute("BEGIN IMMEDIATE")
      do {
        try connection.execute(Schema.steps[next])
        try connection.execute("PRAGMA application_id = \(Schema.applicationID); PRAGMA user_version = \(next + 1)")
        try connection.execute("COMMIT")
      } catch {
        if connection.isInTransaction { try? connection.execute("ROLLBACK") }
        throw error
      }
    }
  }

  /// What must be set before the first table is made: free pages can be given back, and 8 KiB pages hold more of a vector or a long text.
  static func prepareEmptyFile(_ connection: Connection) throws {
    guard try connection.number("PRAGMA page_count") == 0 else { return }
    try connection.execute("PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL")
  }
}
