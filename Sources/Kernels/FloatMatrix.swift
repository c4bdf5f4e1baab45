/// A (rows, columns) float32 matrix that a product of a training reads or writes: activations, parameters or slopes.
///
/// A view: it keeps its owner alive and copies nothing. Activations must keep their shape while it is used.
public struct FloatMatrix {
  private enum Owner {
    case activations(Activations)
    case table(FloatTable)
  }
  private let owner: Owner
  private let first: Int
  public let rows, columns: Int
  let stride: Int

  private init(owner: Owner, first: Int, rows: Int, columns: Int, stride: Int) {
    self.owner = owner
    self.first = first
    self.rows = rows
    self.columns = columns
    self.stride = stride
  }

  public init(_ x: Activations) {
    self.init(owner: .activations(x), first: 0, rows: x.rows, columns: x.columns, stride: x.columns)
  }

  public init(_ table: FloatTable) {
    self.init(owner: .table(table), first: 0, rows: table.rows, columns: table.columns, stride: table.stride)
  }

  /// Some of the rows.
  public func rows(_ range: Range<Int>) -> FloatMatrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "FloatMatrix: rows \(range) of \(rows)")
    return FloatMatrix(owner: owner, first: first + range.lowerBound * stride, rows: range.count, columns: columns, stride: stride)
  }

  /// Some of the columns.
  public func columns(_ range: Range<Int>) -> FloatMatrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= columns, "FloatMatrix: columns \(range) of \(columns)")
    return FloatMatrix(owner: owner, first: first + range.lowerBound, rows: rows, columns: range.count, stride: stride)
  }

  @unsafe var pointer: UnsafeMutablePointer<Float> {
    switch owner {
    case .activations(let x): unsafe x.pointer + first
    case .table(let table): unsafe table.pointer + first
    }
  }
}

extension Activations {
  /// All of it, for products.
  public var matrix: FloatMatrix { FloatMatrix(self) }
}

extension FloatTable {
  /// All of it, for products.
  public var matrix: FloatMatrix { FloatMatrix(self) }
}
