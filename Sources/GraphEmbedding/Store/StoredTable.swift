import Kernels
import Training

/// A table that a file is written from or read into: in memory, or on a shelf.
enum StoredTable: BlockTable {
  case memory(FloatTable)
  case shelved(TableShelf, copy: Int, index: Int)

  var shape: (rows: Int, columns: Int) {
    switch self {
    case .memory(let table): (table.rows, table.columns)
    case .shelved(let shelf, _, let index): shelf.shape(of: index)
    }
  }

  func forBlocks(_ body: (_ table: FloatTable, _ count: Int) throws -> Void) throws {
    switch self {
    case .memory(let table): try body(table, table.rows)
    case .shelved(let shelf, let copy, let index): try Self.blocks(of: shelf, copy, index) { table, rows in try body(table, rows.count) }
    }
  }

  func fill(_ body: (_ table: FloatTable, _ count: Int) throws -> Void) throws {
    switch self {
    case .memory(let table): try body(table, table.rows)
    case .shelved(let shelf, let copy, let index):
      try Self.blocks(of: shelf, copy, index) { table, rows in
        try body(table, rows.count)
        try shelf.write(table, rows: rows, of: index, copy: copy)
      }
    }
  }

  /// A shelf throws errors of its own kind only; what `body` throws ends the blocks too.
  private static func blocks(of shelf: TableShelf, _ copy: Int, _ index: Int, _ body: (FloatTable, Range<Int>) throws -> Void) throws {
    var fault: (any Error)?
    try shelf.forBlocks(of: index, copy: copy) { table, rows in
      guard fault == nil else { return }
      do { try body(table, rows) } catch { fault = error }
    }
    if let fault { throw fault }
  }
}
