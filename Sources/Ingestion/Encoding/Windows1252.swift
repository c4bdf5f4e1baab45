/// The encoding of old Western European text, Latin-1 with printable characters at 0x80 to 0x9F.
///
/// Source: the WHATWG Encoding Standard, index windows-1252.
enum Windows1252 {
  static func scalar(_ byte: UInt8) -> Unicode.Scalar {
    byte >= 0x80 && byte < 0xA0 ? special[Int(byte) - 0x80] : Unicode.Scalar(byte)
  }

  /// Whether a person might have written this: letters beyond ASCII are few, and stand among other letters.
  ///
  /// Every byte string is "valid" Latin-1, so this is what keeps Cyrillic, Japanese and plain binary data from being stored as accents.
  static func isPlausible(_ bytes: [UInt8]) -> Bool {
    var high = 0
    var odd = 0
    for (index, byte) in bytes.enumerated() where byte >= 0x80 {
      high += 1
      switch byte {
      case 0x81, 0x8D, 0x8F, 0x90, 0x9D: return false  // stand for nothing
      case 0xC0...0xFF:
        let next = index + 1 < bytes.count ? bytes[index + 1] : 0x20
        // Three letters with accents in a row hardly occur in Western European words.
        if next >= 0xC0, index + 2 < bytes.count, bytes[index + 2] >= 0xC0 { odd += 1 }
      default: break
      }
    }
    return high * 10 <= bytes.count * 3 && odd * 10 <= high
  }

  private static let special: [Unicode.Scalar] = [
    "\u{20AC}", "\u{81}", "\u{201A}", "\u{192}", "\u{201E}", "\u{2026}", "\u{2020}", "\u{2021}", "\u{2C6}", "\u{2030}", "\u{160}", "\u{2039}",
    "\u{152}", "\u{8D}", "\u{17D}", "\u{8F}", "\u{90}", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{2022}", "\u{2013}", "\u{2014}", "\u{2DC}",
    "\u{2122}", "\u{161}", "\u{203A}", "\u{153}", "\u{9D}", "\u{17E}", "\u{178}",
  ]
}
