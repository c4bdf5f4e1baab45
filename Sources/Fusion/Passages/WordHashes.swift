/// The words of a text as numbers, to compare many texts in little time: small letters, a plural's s left out.
///
/// Two words have one number by chance once in 2⁶⁴ pairs.
struct WordHashes {
  /// In the order of the text.
  let all: [UInt64]
  /// Those with a digit.
  let numbers: Set<UInt64>

  /// - Complexity: one pass over at most `limit` bytes.
  init(_ text: String, limit: Int = 8192) {
    var all: [UInt64] = [], numbers: Set<UInt64> = []
    var word: [UInt8] = [], hasDigit = false
    func end() {
      defer { (word, hasDigit) = ([], false) }
      guard !word.isEmpty else { return }
      if word.count > 3, word.last == UInt8(ascii: "s"), word[word.count - 2] != UInt8(ascii: "s") { word.removeLast() }
      // FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/
      let hash = word.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
      all.append(hash)
      if hasDigit { numbers.insert(hash) }
    }
    for byte in text.utf8.prefix(limit) {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): word.append(byte | 0x20)
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        word.append(byte)
        hasDigit = true
      case UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...: word.append(byte)
      default: end()
      }
    }
    end()
    (self.all, self.numbers) = (all, numbers)
  }
}
