internal import CSQLite

extension StoreError {
  /// What SQLite's extended result code means to us. https://sqlite.org/rescode.html
  static func sqlite(_ code: Int32, _ detail: String, sql: String?) -> StoreError {
    let kind: Code
    let advice: String
    switch code & 0xFF {
    case SQLITE_FULL: (kind, advice) = (.diskFull, "no space is left for the store; free some and try again")
    case SQLITE_IOERR: (kind, advice) = (.inputOutput, "the disk could not be read or written")
    case SQLITE_CORRUPT: (kind, advice) = (.corrupt, "the store is damaged; run `kgassist verify`, restore a backup")
    case SQLITE_NOTADB: (kind, advice) = (.notAStore, "the file is not a kgassist store")
    case SQLITE_BUSY, SQLITE_LOCKED: (kind, advice) = (.busy, "the store is busy; try again")
    case SQLITE_INTERRUPT: (kind, advice) = (.cancelled, "the work on the store was cancelled")
    case SQLITE_CONSTRAINT: (kind, advice) = (.constraint, "the store refused contradictory rows")
    case SQLITE_CANTOPEN: (kind, advice) = (.notPermitted, "the store cannot be opened")
    case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH: (kind, advice) = (.notPermitted, "the store cannot be written")
    default: (kind, advice) = (.other, "the store failed")
    }
    return StoreError(kind, "\(advice) (SQLite: \(detail))", sqliteCode: code, sql: sql)
  }
}
