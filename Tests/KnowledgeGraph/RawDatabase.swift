import CSQLite

/// A store's file through SQLite alone, so that the store's code does not vouch for itself.
final class RawDatabase {
  struct Failure: Error { let message: String }

  private let handle: OpaquePointer

  init(_ path: String) throws {
    var handle: OpaquePointer?
    guard sqlite3_open(path, &handle) == SQLITE_OK, let handle else { throw Failure(message: "cannot open \(path)") }
    self.handle = handle
    sqlite3_busy_timeout(handle, 5000)
  }

  deinit { sqlite3_close(handle) }

  func execute(_ sql: String) throws {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw Failure(message: String(cString: sqlite3_errmsg(handle))) }
  }

  /// Each row's columns joined by bars.
  func rows(_ sql: String) throws -> [String] {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else { throw Failure(message: String(cString: sqlite3_errmsg(handle))) }
    defer { sqlite3_finalize(statement) }
    var result: [String] = []
    while sqlite3_step(statement) == SQLITE_ROW {
      result.append((0..<sqlite3_column_count(statement)).map { sqlite3_column_text(statement, $0).map { String(cString: $0) } ?? "NULL" }.joined(separator: "|"))
    }
    return result
  }

  /// Everything a store holds, without what only counts upwards: for comparing two states of it.
  func dump() throws -> [String] {
    try [
      "SELECT 'term', id, kind, lexical, datatype, language FROM term", "SELECT 'hash', hash, id FROM term_hash",
      "SELECT 'namespace', id, text, uses FROM namespace", "SELECT 'block', id, span, size, subject, predicate, object, graph FROM triple_block",
      "SELECT 'validity', triple, source, place, valid_from, valid_to FROM validity",
      "SELECT 'triple', subject, predicate, object, id, source, place, extent, confidence, inferred FROM triple",
      "SELECT 'assertion', triple, source, place, extent, confidence FROM assertion", "SELECT 'source', id, kind, name, sha256, domain FROM source",
      "SELECT 'label', hash, triple FROM label", "SELECT 'labels', count(*) FROM label_fts_docsize",
      "SELECT 'document', sha256, name, byte_count FROM document", "SELECT 'passage', id, start, \"end\", text FROM passage",
      "SELECT 'mention', passage, start, entity FROM mention", "SELECT 'vector', passage, hex(value) FROM vector",
      "SELECT 'full text', count(*) FROM passage_fts_docsize",
    ].flatMap { try rows($0) }.sorted()
  }
}
