/// What stands between the quotes of a JSON string: characters and escapes.
enum JSONString {
  /// The number behind `\u`, whose backslash stands at `position`.
  static func codeUnit(_ text: [UInt8], at position: Int, upTo end: Int) -> UInt32? {
    guard position + 6 <= end, text[position] == UInt8(ascii: "\\"), text[position + 1] == UInt8(ascii: "u") else { return nil }
    var value: UInt32 = 0
    for index in position + 2..<position + 6 {
      guard let digit = hexadecimal(text[index]) else { return nil }
      value = value << 4 | digit
    }
    return value
  }

  static func hexadecimal(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x41...0x46: UInt32(byte - 0x37)
    case 0x61...0x66: UInt32(byte - 0x57)
    default: nil
    }
  }

  /// The parts of a string, in order: a stretch that stands for itself, or an escape and its character.
  static func forEachPart(_ text: [UInt8], _ range: Range<Int>, _ part: (Range<Int>, Unicode.Scalar?) -> Void) {
    var position = range.lowerBound
    var plain = position
    while position < range.upperBound {
      guard text[position] == UInt8(ascii: "\\"), position + 1 < range.upperBound else {
        position += 1
        continue
      }
      if plain < position { part(plain..<position, nil) }
      let (scalar, length) = escape(text, at: position, upTo: range.upperBound)
      part(position..<position + length, scalar)
      position += length
      plain = position
    }
    if plain < position { part(plain..<position, nil) }
  }

  static func value(_ text: [UInt8], _ range: Range<Int>) -> String {
    var value: [UInt8] = []
    forEachPart(text, range) { part, scalar in
      if let scalar { value += Array(String(Character(scalar)).utf8) } else { value += text[part] }
    }
    return String(decoding: value, as: UTF8.self)
  }

  private static func escape(_ text: [UInt8], at position: Int, upTo end: Int) -> (Unicode.Scalar, Int) {
    switch text[position + 1] {
    case UInt8(ascii: "n"): return ("\n", 2)
    case UInt8(ascii: "t"): return ("\t", 2)
    case UInt8(ascii: "r"): return ("\r", 2)
    case UInt8(ascii: "b"), UInt8(ascii: "f"): return (" ", 2)
    case UInt8(ascii: "u"):
      guard let unit = codeUnit(text, at: position, upTo: end) else { return ("\u{FFFD}", 2) }
      if unit >> 10 == 0x36, let low = codeUnit(text, at: position + 6, upTo: end), low >> 10 == 0x37,
        let scalar = Unicode.Scalar(0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF)
      {
        return (scalar, 12)
      }
      // No text has a zero, and half a pair is no character.
      return (unit == 0 ? "\u{FFFD}" : Unicode.Scalar(unit) ?? "\u{FFFD}", 6)
    default: return (Unicode.Scalar(text[position + 1]), 2)
    }
  }
}

extension ReadingBuilder {
  /// Writes a JSON string's characters, each for the bytes that stand for it.
  mutating func copyJSONString(_ range: Range<Int>) {
    var parts: [(Range<Int>, Unicode.Scalar?)] = []
    JSONString.forEachPart(source, range) { parts.append(($0, $1)) }
    for (part, scalar) in parts {
      if let scalar { write(UTF8.encode(scalar)!, for: part) } else { copy(part) }  // every scalar has a UTF-8 form
    }
  }
}
