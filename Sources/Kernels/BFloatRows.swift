import Memory

/// Some activations rounded to bfloat16, in pairs along a row: what products of rounded pairs read.
final class BFloatRows {
  private let values: AlignedBuffer<UInt16>

  init(capacity: Int) { values = AlignedBuffer(count: capacity) }

  /// Values from one row to the next: an odd last one is filled up.
  static func stride(columns: Int) -> Int { (columns + 1) / 2 * 2 }

  func fits(rows: Int, columns: Int) -> Bool { rows * Self.stride(columns: columns) <= values.count }

  @unsafe var pointer: UnsafeMutablePointer<UInt16> { unsafe values.pointer }
}
