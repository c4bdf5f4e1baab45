/// One pass over bytes that might be UTF-8: what is wrong with them, and how they look otherwise.
struct UTF8Check {
  /// Well-formed characters of two bytes and more.
  private(set) var multiByte = 0
  /// Bytes that belong to no well-formed character.
  private(set) var invalid = 0
  private(set) var firstInvalid: Int?
  private(set) var zeros = 0
  /// Control characters that no text has.
  private(set) var controls = 0

  init(_ bytes: [UInt8]) {
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      if byte < 0x80 {
        if byte < 0x20 {
          if byte == 0 { zeros += 1 }
          if !(byte >= 0x08 && byte <= 0x0D) && byte != 0x1B { controls += 1 }
        }
        position += 1
        continue
      }
      let length = Self.characterLength(bytes, at: position)
      if length == 0 {
        invalid += 1
        if firstInvalid == nil { firstInvalid = position }
        position += 1
      } else {
        multiByte += 1
        position += length
      }
    }
  }

  /// How many bytes the well-formed character at this place has: 1 to 4, or 0 where none stands.
  ///
  /// Source: The Unicode Standard, table 3-7.
  static func characterLength(_ bytes: [UInt8], at position: Int) -> Int {
    let first = bytes[position]
    func follows(_ offset: Int, _ low: UInt8 = 0x80, _ high: UInt8 = 0xBF) -> Bool {
      position + offset < bytes.count && bytes[position + offset] >= low && bytes[position + offset] <= high
    }
    switch first {
    case 0x00...0x7F: return 1
    case 0xC2...0xDF: return follows(1) ? 2 : 0
    case 0xE0: return follows(1, 0xA0) && follows(2) ? 3 : 0
    case 0xED: return follows(1, 0x80, 0x9F) && follows(2) ? 3 : 0
    case 0xE1...0xEF: return follows(1) && follows(2) ? 3 : 0
    case 0xF0: return follows(1, 0x90) && follows(2) && follows(3) ? 4 : 0
    case 0xF1...0xF3: return follows(1) && follows(2) && follows(3) ? 4 : 0
    case 0xF4: return follows(1, 0x80, 0x8F) && follows(2) && follows(3) ? 4 : 0
    default: return 0
    }
  }
}
