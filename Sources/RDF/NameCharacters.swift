/// The character classes of Turtle's grammar, productions 163s to 167s.
package enum NameCharacters {
  /// PN_CHARS_BASE
  package static func isBase(_ value: UInt32) -> Bool {
    switch value {
    case 0x41...0x5A, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D, 0x37F...0x1FFF, 0x200C...0x200D,
      0x2070...0x218F, 0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFFD, 0x10000...0xEFFFF:
      true
    default: false
    }
  }

  /// PN_CHARS_U
  package static func isBaseOrUnderscore(_ value: UInt32) -> Bool { value == 0x5F || isBase(value) }

  package static func isDigit(_ value: UInt32) -> Bool { value >= 0x30 && value <= 0x39 }

  /// PN_CHARS
  package static func isInner(_ value: UInt32) -> Bool {
    isBaseOrUnderscore(value) || isDigit(value) || value == 0x2D || value == 0xB7 || (0x300...0x36F).contains(value)
      || (0x203F...0x2040).contains(value)
  }

  package static func hexValue(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }

  /// What PN_LOCAL_ESC may put after a backslash.
  package static let localEscapes = Set("_~.-!$&'()*+,;=/?#@%".utf8)
}
