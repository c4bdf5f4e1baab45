/// Why a matrix could not be made from the bytes it was given.
public enum KernelError: Error, CustomStringConvertible, Sendable, Equatable {
  /// Rows or columns are negative, zero, or more than memory has addresses for.
  case badShape(rows: Int, columns: Int)
  /// A row is not a whole number of blocks.
  case notWholeBlocks(type: ElementType, columns: Int)
  /// The bytes are not exactly those of the shape.
  case wrongSize(type: ElementType, rows: Int, columns: Int, expected: Int, actual: Int)

  public var description: String {
    switch self {
    case .badShape(let rows, let columns):
      "a matrix of \(rows) by \(columns) elements cannot be: the weight file is damaged; fetch it again"
    case .notWholeBlocks(let type, let columns):
      "\(columns) columns are not a whole number of \(type) blocks of \(type.blockSize): the weight file is damaged; fetch it again"
    case .wrongSize(let type, let rows, let columns, let expected, let actual):
      "a \(rows) by \(columns) matrix of \(type) takes \(expected) bytes, but \(actual) were given: the weight file is damaged or cut short; fetch it again"
    }
  }
}
