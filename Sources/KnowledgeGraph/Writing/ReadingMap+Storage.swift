/// The map as the store keeps it: for each run the gap to the run before in the original, the two units and the count, as variable-length numbers.
extension ReadingMap {
  /// The stored form.
  public var storedBytes: [UInt8] {
    var bytes: [UInt8] = []
    var originalEnd = 0
    for run in runs {
      for number in [run.original - originalEnd, run.readingUnit, run.originalUnit, run.count] { Self.append(UInt64(number), to: &bytes) }
      originalEnd = run.originalEnd
    }
    return bytes
  }

  /// Nil when the bytes are no map.
  public init?(storedBytes: [UInt8]) {
    self.init()
    var index = 0
    var originalEnd = 0
    while index < storedBytes.count {
      var numbers: [Int] = []
      for _ in 0..<4 {
        guard let number = Self.number(in: storedBytes, at: &index) else { return nil }
        numbers.append(number)
      }
      let (readingUnit, originalUnit, count) = (numbers[1], numbers[2], numbers[3])
      // 2³¹ on each side is far beyond the largest document, and no product or sum of such numbers overflows.
      guard readingUnit > 0, count > 0, numbers.allSatisfy({ $0 < 1 << 31 }), originalEnd < 1 << 40, readingCount < 1 << 40 else { return nil }
      let start = originalEnd + numbers[0]
      append(reading: readingUnit * count, original: start..<start + originalUnit * count, units: count)
      originalEnd = start + originalUnit * count
    }
  }

  private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private static func number(in bytes: [UInt8], at index: inout Int) -> Int? {
    var result: UInt64 = 0
    var shift: UInt64 = 0
    while index < bytes.count, shift < 56 {
      let byte = bytes[index]
      index += 1
      result |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return Int(result) }
      shift += 7
    }
    return nil
  }
}
