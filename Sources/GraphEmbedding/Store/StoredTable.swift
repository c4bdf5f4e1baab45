import Kernels

/// A table that a file is written from or read into: in memory, or on a shelf.
enum StoredTable {
  case memory(FloatTable)
  case shelved(TableShelf, copy: Int, index: Int)

  var shape: (rows: Int, columns: Int) {
    switch self {
    case .memory(let table): (table.rows, table.columns)
    case .shelved(let shelf, _, let index): shelf.shape(of: index)
    }
  }

  /// Calls `body` with some rows at a time, in order: the first `count` of a table.
  func forBlocks(_ body: (_ table: FloatTable, _ count: Int) throws(GraphEmbeddingError) -> Void) throws(GraphEmbeddingError) {
    switch self {
    case .memory(let table): try body(table, table.rows)
    case .shelved(let shelf, let copy, let index):
      try shelf.forBlocks(of: index, copy: copy) { (table, rows) throws(GraphEmbeddingError) in try body(table, rows.count) }
    }
  }

  /// Overwrites all rows with what `body` puts into the first rows of a table.
  func fill(_ body: (_ table: FloatTable, _ count: Int) throws(GraphEmbeddingError) -> Void) throws(GraphEmbeddingError) {
    switch self {
    case .memory(let table): try body(table, table.rows)
    case .shelved(let shelf, let copy, let index):
      try shelf.forBlocks(of: index, copy: copy) { (table, rows) throws(GraphEmbeddingError) in
        try body(table, rows.count)
        try shelf.write(table, rows: rows, of: index, copy: copy)
      }
    }
  }
}
