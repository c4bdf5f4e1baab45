import Memory

/// Pairs of bfloat16 for products: an image of a ``FloatBlock``, rounded to nearest even.
///
/// A pair holds neighbours along the depth of a product: two elements of a row, or the same element of two rows.
public final class BFloatTable: @unchecked Sendable {
  /// Values that fit.
  public let capacity: Int
  private let storage: AlignedBuffer<UInt16>

  public init(capacity: Int) {
    self.capacity = capacity
    storage = AlignedBuffer(count: capacity)
  }

  /// Values that the image of rows by columns takes at most.
  public static func capacity(rows: Int, columns: Int) -> Int { (rows + 1) / 2 * 2 * stride(columns: columns) }

  /// Values from one row to the next: padded as rows of a ``FloatTable`` are.
  static func stride(columns: Int) -> Int {
    let lanes = (columns + 31) / 32 * 32
    return lanes % 128 == 0 ? lanes + 32 : lanes
  }

  @unsafe var pointer: UnsafeMutablePointer<UInt16> { unsafe storage.pointer }
}
