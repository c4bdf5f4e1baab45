extension TensorType {
  /// Types that numbers can be written as.
  public static let writable: [TensorType] = [.f32, .f16, .bf16, .q8_0, .q4_0, .q4_1]

  /// Whether rows of so many elements are whole blocks.
  public func fits(columns: Int) -> Bool { columns > 0 && columns % block.elements == 0 }

  /// Appends a row as the type stores it, rounded as ggml rounds.
  ///
  /// - Returns: false where a number, or a block's scale, is beyond what the type holds.
  /// - Tolerance: of a block's largest magnitude a, Q8_0 is within a/254, Q4_0 within a/8, Q4_1 within 1/30 of its range, and the
  ///   2⁻¹¹ of a float16 scale each.
  func append(_ row: [Float], to bytes: inout [UInt8]) -> Bool {
    switch self {
    case .f32: for value in row { Self.append(value.bitPattern, to: &bytes) }
    case .f16: for value in row { Self.append(Float16(value).bitPattern, to: &bytes) }
    case .bf16: for value in row { Self.append(UInt16(truncatingIfNeeded: Self.rounded(value) >> 16), to: &bytes) }
    case .q8_0: return Self.inBlocks(row) { Self.append8(row, $0, to: &bytes) }
    case .q4_0: return Self.inBlocks(row) { Self.append4(row, $0, to: &bytes) }
    case .q4_1: return Self.inBlocks(row) { Self.append4WithLeast(row, $0, to: &bytes) }
    default: preconditionFailure("TensorType: \(rawValue) is not written")
    }
    return row.allSatisfy { $0.isFinite && (self != .f16 || $0.magnitude < 65_520) }
  }

  private static let blockElements = 32

  /// 0 for 0, and for what is too small to divide by.
  private static func inverse(of scale: Float) -> Float { (1 / scale).isFinite ? 1 / scale : 0 }

  private static func inBlocks(_ row: [Float], _ block: (Range<Int>) -> Bool) -> Bool {
    for start in stride(from: 0, to: row.count, by: blockElements) where !block(start..<start + blockElements) { return false }
    return true
  }

  /// d = a/127, then 32 × round(x/d) as signed bytes.
  private static func append8(_ row: [Float], _ block: Range<Int>, to bytes: inout [UInt8]) -> Bool {
    var largest: Float = 0
    for i in block {
      guard row[i].isFinite else { return false }
      largest = max(largest, row[i].magnitude)
    }
    let scale = largest / 127, inverse = inverse(of: scale)
    guard append(scale: scale, to: &bytes) else { return false }
    for i in block { bytes.append(UInt8(bitPattern: Int8((row[i] * inverse).rounded(.toNearestOrAwayFromZero)))) }
    return true
  }

  /// d = the number of largest magnitude / -8, then nibbles of x/d + 8; the first half of a block in the low ones.
  private static func append4(_ row: [Float], _ block: Range<Int>, to bytes: inout [UInt8]) -> Bool {
    var extreme: Float = 0
    for i in block {
      guard row[i].isFinite else { return false }
      if row[i].magnitude > extreme.magnitude { extreme = row[i] }
    }
    let scale = extreme / -8, inverse = inverse(of: scale)
    guard append(scale: scale, to: &bytes) else { return false }
    appendNibbles(row, block, to: &bytes) { $0 * inverse + 8.5 }
    return true
  }

  /// d = (largest - least)/15 and the least, then nibbles of (x - least)/d.
  private static func append4WithLeast(_ row: [Float], _ block: Range<Int>, to bytes: inout [UInt8]) -> Bool {
    var (least, largest) = (row[block.lowerBound], row[block.lowerBound])
    for i in block {
      guard row[i].isFinite else { return false }
      least = min(least, row[i])
      largest = max(largest, row[i])
    }
    let scale = (largest - least) / 15, inverse = inverse(of: scale), lowest = least
    guard append(scale: scale, to: &bytes), append(scale: lowest, to: &bytes) else { return false }
    appendNibbles(row, block, to: &bytes) { ($0 - lowest) * inverse + 0.5 }
    return true
  }

  private static func appendNibbles(_ row: [Float], _ block: Range<Int>, to bytes: inout [UInt8], _ place: (Float) -> Float) {
    let half = blockElements / 2
    for i in block.lowerBound..<block.lowerBound + half {
      let low = UInt8(min(15, max(0, place(row[i])))), high = UInt8(min(15, max(0, place(row[i + half]))))
      bytes.append(low | high << 4)
    }
  }

  private static func append(scale: Float, to bytes: inout [UInt8]) -> Bool {
    append(Float16(scale).bitPattern, to: &bytes)
    return Float16(scale).isFinite
  }

  /// To nearest, ties to even, in the upper half of the pattern.
  private static func rounded(_ value: Float) -> UInt32 {
    let bits = value.bitPattern
    return bits &+ 0x7FFF &+ (bits >> 16 & 1)
  }

  private static func append(_ value: UInt32, to bytes: inout [UInt8]) {
    for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(shift))) }
  }

  private static func append(_ value: UInt16, to bytes: inout [UInt8]) {
    bytes.append(UInt8(truncatingIfNeeded: value))
    bytes.append(UInt8(truncatingIfNeeded: value >> 8))
  }
}
