/// The questions that every reader of bytes asks of a byte.
extension UInt8 {
  var isSpace: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D) }
  /// A space or a tab: what may stand inside a line.
  var isBlank: Bool { self == 0x20 || self == 0x09 }
  var isDigit: Bool { self >= 0x30 && self <= 0x39 }
  var isUpper: Bool { self >= 0x41 && self <= 0x5A }
  var isLower: Bool { self >= 0x61 && self <= 0x7A }
  var isLetter: Bool { isUpper || isLower }
  /// What an identifier of a program is made of; every byte beyond ASCII is taken for a letter.
  var isIdentifier: Bool { isLetter || isDigit || self == 0x5F || self >= 0x80 }
  /// Whether a UTF-8 character begins with this byte.
  var beginsCharacter: Bool { self & 0xC0 != 0x80 }
  var lowercased: UInt8 { isUpper ? self | 0x20 : self }
}

extension [UInt8] {
  func hasBytes(_ pattern: StaticString, at position: Int, foldingCase: Bool = false) -> Bool {
    let length = pattern.utf8CodeUnitCount
    guard position >= 0, position + length <= count else { return false }
    return pattern.withUTF8Buffer { bytes in
      for index in 0..<length {
        let own = foldingCase ? self[position + index].lowercased : self[position + index]
        if unsafe own != bytes[index] { return false }
      }
      return true
    }
  }

  /// Where the pattern next stands, from `position` on.
  func firstPosition(of pattern: StaticString, from position: Int, upTo end: Int? = nil, foldingCase: Bool = false) -> Int? {
    let last = (end ?? count) - pattern.utf8CodeUnitCount
    var index = position
    while index <= last {
      if hasBytes(pattern, at: index, foldingCase: foldingCase) { return index }
      index += 1
    }
    return nil
  }

  /// The range without the white space at its ends.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end, self[start].isSpace { start += 1 }
    while end > start, self[end - 1].isSpace { end -= 1 }
    return start..<end
  }

  func string(_ range: Range<Int>) -> String { String(decoding: self[range], as: UTF8.self) }
}
