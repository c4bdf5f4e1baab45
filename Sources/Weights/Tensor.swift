/// How a tensor's elements are stored. The quantised types are GGUF's.
public enum TensorType: String, Sendable, CaseIterable {
  case f32, f16, bf16, q4_0, q4_1, q5_0, q5_1, q8_0, q4_K, q5_K, q6_K

  /// Elements of one block, and its bytes.
  var block: (elements: Int, bytes: Int) {
    switch self {
    case .f32: (1, 4)
    case .f16, .bf16: (1, 2)
    case .q4_0: (32, 18)
    case .q4_1: (32, 20)
    case .q5_0: (32, 22)
    case .q5_1: (32, 24)
    case .q8_0: (32, 34)
    case .q4_K: (256, 144)
    case .q5_K: (256, 176)
    case .q6_K: (256, 210)
    }
  }

  /// The type of that number in a GGUF file.
  init?(ggufNumber: UInt32) {
    guard let found = Self.allCases.first(where: { $0.ggufNumber == ggufNumber }) else { return nil }
    self = found
  }

  /// What a GGUF file calls it.
  var ggufNumber: UInt32 {
    switch self {
    case .f32: 0
    case .f16: 1
    case .q4_0: 2
    case .q4_1: 3
    case .q5_0: 6
    case .q5_1: 7
    case .q8_0: 8
    case .q4_K: 12
    case .q5_K: 13
    case .q6_K: 14
    case .bf16: 30
    }
  }

  /// The bytes of a tensor of `shape` whose rows have `shape.last` elements; nil where the rows are not whole blocks
  /// or the number does not fit.
  func byteCount(shape: [Int]) -> Int? {
    guard let columns = shape.last else { return block.bytes }
    guard columns % block.elements == 0 else { return nil }
    var total = columns / block.elements
    for dimension in shape.dropLast() + [block.bytes] {
      let (product, overflow) = total.multipliedReportingOverflow(by: dimension)
      guard !overflow else { return nil }
      total = product
    }
    return total
  }
}

/// A tensor of a weight file: its name, type and shape, and where its bytes stand.
public struct Tensor: Sendable, Equatable {
  public let name: String
  public let type: TensorType
  /// Dimensions, the slowest first: a matrix is (rows, columns), its rows one after another.
  public let shape: [Int]
  /// The bytes' range in the file.
  public let range: Range<Int>

  /// Elements in all.
  public var count: Int { shape.reduce(1, *) }
}
