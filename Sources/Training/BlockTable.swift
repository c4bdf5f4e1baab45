public import Kernels

/// A table that a file is written from or read into, some rows at a time: in memory, or wherever else it lies.
public protocol BlockTable {
  var shape: (rows: Int, columns: Int) { get }

  /// Calls `body` with some rows at a time, in order: the first `count` of a table that is lent for the call.
  func forBlocks(_ body: (_ table: FloatTable, _ count: Int) throws -> Void) throws

  /// Overwrites all rows, in order, with what `body` puts into the first `count` rows of a table.
  func fill(_ body: (_ table: FloatTable, _ count: Int) throws -> Void) throws
}

extension FloatTable: BlockTable {
  public var shape: (rows: Int, columns: Int) { (rows, columns) }
  public func forBlocks(_ body: (_ table: FloatTable, _ count: Int) throws -> Void) throws { try body(self, rows) }
  public func fill(_ body: (_ table: FloatTable, _ count: Int) throws -> Void) throws { try body(self, rows) }

  /// Whether every element of the first rows is a number and not infinite.
  func isFinite(rows count: Int) -> Bool {
    for row in 0..<count {
      // A sum of zeros unless an element is none.
      var sum: Float = 0
      for column in 0..<columns { unsafe sum += (pointer + row * stride)[column] * 0 }
      if sum != 0 || sum.isNaN { return false }
    }
    return true
  }

  /// Whether every element is a number and not infinite.
  public var isFinite: Bool { isFinite(rows: rows) }
}
