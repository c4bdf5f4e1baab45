/// A word as the vocabulary spells it, with the way back to the text it came from.
struct NormalizedWord {
  private(set) var bytes: [UInt8] = []
  private(set) var scalarCount = 0
  /// For each byte, the bytes of the text that its scalar came from.
  private var starts: [Int] = []
  private var ends: [Int] = []

  var isEmpty: Bool { bytes.isEmpty }

  mutating func append(_ scalar: Unicode.Scalar, from source: Range<Int>) {
    scalarCount += 1
    for byte in UTF8.encode(scalar)! {
      bytes.append(byte)
      starts.append(source.lowerBound)
      ends.append(source.upperBound)
    }
  }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    scalarCount = 0
  }

  /// The bytes of the text that a range of the word's bytes came from.
  func range(_ range: Range<Int>) -> Range<Int> {
    range.isEmpty ? 0..<0 : starts[range.lowerBound]..<ends[range.upperBound - 1]
  }
}
