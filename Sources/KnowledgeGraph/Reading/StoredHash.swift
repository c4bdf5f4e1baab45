/// A hash that is part of the file, so it never changes: FNV-1a (Fowler, Noll, Vo) folded to 48 bits, which SQLite stores in six bytes.
///
/// Different things may share a hash: whoever finds a row by it compares what the row stands for.
struct StoredHash {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func mix(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }

  /// A text with an end mark, so that two texts in a row never run into each other.
  mutating func mix(_ text: String) {
    for byte in text.utf8 { mix(byte) }
    mix(0xFF)
  }

  var value: Int64 { Int64(state >> 48 ^ state & 0xFFFF_FFFF_FFFF) - (1 << 47) }

  static func of(_ text: String) -> Int64 {
    var hash = StoredHash()
    hash.mix(text)
    return hash.value
  }
}
