import Memory

/// An (N, D) float32 row-major matrix of parameters, gradients or scores, zeroed at first.
///
/// Rows are padded to whole lanes of sixteen, and so that rows far apart do not share a cache set. What lies in the
/// padding stays zero as long as kernels for embeddings alone write to the table. A class, so that it can be passed on
/// without copying; nothing in it is locked: who lets several threads write gives each its own rows.
public final class FloatTable: @unchecked Sendable {
  /// N.
  public let rows: Int
  /// D.
  public let columns: Int
  /// Floats from one row to the next: a multiple of 16, at least D.
  public let stride: Int

  private let storage: AlignedBuffer<Float>

  public init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns > 0, "FloatTable: no shape \(rows) by \(columns)")
    self.rows = rows
    self.columns = columns
    let lanes = (columns + 15) / 16 * 16
    stride = lanes % 64 == 0 ? lanes + 16 : lanes
    storage = AlignedBuffer(count: rows * stride, pages: .huge)
  }

  /// Bytes the elements take, padding counted.
  public var bytes: Int { rows * stride * MemoryLayout<Float>.stride }

  @unsafe public var pointer: UnsafeMutablePointer<Float> { unsafe storage.pointer }

  /// One element.
  public subscript(row: Int, column: Int) -> Float {
    get {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns, "FloatTable: no element \(row), \(column)")
      return unsafe storage.pointer[row * stride + column]
    }
    set {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns, "FloatTable: no element \(row), \(column)")
      unsafe storage.pointer[row * stride + column] = newValue
    }
  }

  /// A copy of one row.
  public func copy(row: Int) -> [Float] {
    precondition(row >= 0 && row < rows, "FloatTable: row \(row) of \(rows)")
    return unsafe Array(UnsafeBufferPointer(start: storage.pointer + row * stride, count: columns))
  }

  /// Overwrites one row with as many values as there are columns.
  public func set(row: Int, to values: [Float]) {
    precondition(row >= 0 && row < rows && values.count == columns, "FloatTable: \(values.count) values for row \(row)")
    for (i, value) in values.enumerated() { unsafe storage.pointer[row * stride + i] = value }
  }

  /// Overwrites every element with those of a table of the same shape.
  public func copy(from other: FloatTable) {
    precondition(rows == other.rows && columns == other.columns, "FloatTable: \(other.rows) by \(other.columns) is another shape")
    unsafe storage.pointer.update(from: other.storage.pointer, count: rows * stride)
  }

  /// Overwrites some rows with the first of a table of the same width.
  public func copy(rows range: Range<Int>, from other: FloatTable) {
    precondition(columns == other.columns && range.lowerBound >= 0 && range.upperBound <= rows && range.count <= other.rows,
      "FloatTable: rows \(range) of \(rows) from \(other.rows)")
    unsafe (storage.pointer + range.lowerBound * stride).update(from: other.storage.pointer, count: range.count * stride)
  }

  /// Moves the elements of the first rows towards those of another table's rows from `first` on: x += share · (other - x).
  public func move(rows count: Int, towards other: FloatTable, from first: Int, share: Float) {
    precondition(columns == other.columns && count >= 0 && count <= rows && first >= 0 && first + count <= other.rows,
      "FloatTable: \(count) rows towards those from \(first)")
    let own = unsafe storage.pointer, theirs = unsafe other.storage.pointer + first * stride
    for i in 0..<count * stride { unsafe own[i] += share * (theirs[i] - own[i]) }
  }

  /// Zeroes some rows.
  public func clear(rows range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "FloatTable: rows \(range) of \(rows)")
    unsafe (storage.pointer + range.lowerBound * stride).update(repeating: 0, count: range.count * stride)
  }

  /// Some rows, whole.
  public func block(_ range: Range<Int>) -> FloatBlock { FloatBlock(table: self, rows: range, firstColumn: 0, columns: columns) }
  /// All rows, whole.
  public var all: FloatBlock { block(0..<rows) }
}

/// Neighbouring rows and columns of a ``FloatTable``.
public struct FloatBlock {
  public let table: FloatTable
  public let rows: Range<Int>
  public let firstColumn: Int
  public let columns: Int

  public init(table: FloatTable, rows: Range<Int>, firstColumn: Int, columns: Int) {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= table.rows && firstColumn >= 0 && columns > 0
      && firstColumn + columns <= table.columns, "FloatBlock: rows \(rows), columns from \(firstColumn): \(columns)")
    self.table = table
    self.rows = rows
    self.firstColumn = firstColumn
    self.columns = columns
  }

  @unsafe var pointer: UnsafeMutablePointer<Float> { unsafe table.pointer + rows.lowerBound * table.stride + firstColumn }

  /// Columns rounded up to whole lanes: that many may be read and written.
  public var lanes: Int { min((columns + 15) / 16 * 16, table.stride - firstColumn) }

  /// Fewer rows of the block, counted from its first.
  public func slice(_ range: Range<Int>) -> FloatBlock {
    FloatBlock(
      table: table, rows: rows.lowerBound + range.lowerBound..<rows.lowerBound + range.upperBound, firstColumn: firstColumn,
      columns: columns)
  }
}

/// Rows of a ``FloatTable`` by number: row i of the selection is row `indices[i]` of the table, or row i itself.
public struct TableRows {
  public let table: FloatTable
  public let indices: [Int32]?
  public let firstColumn: Int
  public let columns: Int
  /// The selection's number of the table's first row: for tables that hold the later rows of a batch alone.
  public let firstRow: Int

  public init(_ table: FloatTable, indices: [Int32]? = nil, firstColumn: Int = 0, columns: Int? = nil, firstRow: Int = 0) {
    let columns = columns ?? table.columns - firstColumn
    precondition(firstColumn >= 0 && columns > 0 && firstColumn + columns <= table.columns, "TableRows: columns from \(firstColumn): \(columns)")
    if let indices { for index in indices { precondition(index >= 0 && Int(index) < table.rows, "TableRows: row \(index) of \(table.rows)") } }
    self.table = table
    self.indices = indices
    self.firstColumn = firstColumn
    self.columns = columns
    self.firstRow = firstRow
  }

  public var count: Int { indices?.count ?? table.rows }

  /// One element of a selected row.
  public subscript(i: Int, column: Int) -> Float {
    precondition(column >= 0 && column < columns, "TableRows: column \(column) of \(columns)")
    return unsafe pointer(i)[column]
  }

  @unsafe func pointer(_ i: Int) -> UnsafeMutablePointer<Float> {
    let row = indices.map { Int($0[i]) } ?? i - firstRow
    precondition(row >= 0 && row < table.rows, "TableRows: row \(row) of \(table.rows)")
    return unsafe table.pointer + row * table.stride + firstColumn
  }
}
