internal import KnowledgeGraph

/// A document's characters as UTF-8, with the encoding they were found in.
///
/// The encoding is told by, in this order: a byte order mark; being well-formed UTF-8; the zeros that UTF-16 leaves between Latin letters;
/// being plausible Windows-1252. Anything else is refused, by the name of what it looks like where that can be told.
struct DecodedText {
  var text: [UInt8]
  var encoding: TextEncoding
  /// How ``text`` lies over the original bytes; nil where they are the same.
  var map: ReadingMap?
  var notices: [String] = []

  init(_ bytes: [UInt8], document: String) throws(IngestionError) {
    // PostScript and RTF are ASCII, so only their marks give them away.
    if bytes.starts(with: Array("%!PS".utf8)) || bytes.starts(with: Array("{\\rtf".utf8)) { throw Self.refusal(bytes, document) }
    if let (encoding, mark) = Self.mark(of: bytes) {
      try self.init(bytes, encoding: encoding, skipping: mark, document: document)
      return
    }
    let check = UTF8Check(bytes)
    let fewControls = check.controls * 200 <= bytes.count
    if check.invalid == 0, check.zeros == 0, fewControls {
      self.init(text: bytes, encoding: .utf8)
      return
    }
    if BinarySignature.find(bytes) != nil { throw Self.refusal(bytes, document) }
    if check.zeros > 0, let encoding = Self.sixteenBit(bytes) {
      try self.init(bytes, encoding: encoding, skipping: 0, document: document)
      return
    }
    guard check.zeros == 0, fewControls else { throw Self.refusal(bytes, document) }
    if check.multiByte > 10 * check.invalid {
      self.init(repairing: bytes)
      notices.append("\(check.invalid) bytes are not UTF-8, the first at byte \(check.firstInvalid ?? 0), and read as \u{FFFD}")
      return
    }
    guard Windows1252.isPlausible(bytes) else {
      throw IngestionError(
        .undecodable, document: document,
        reason: "its bytes are text in no encoding that could be told (not UTF-8 from byte \(check.firstInvalid ?? 0) on); "
          + "convert it first: iconv -f ENCODING -t UTF-8")
    }
    self.init(text: [], encoding: .windows1252)
    decodeWindows1252(bytes)
    notices.append("not UTF-8 (byte \(check.firstInvalid ?? 0)), so read as Windows-1252")
  }

  private init(text: [UInt8], encoding: TextEncoding) {
    self.text = text
    self.encoding = encoding
  }

  private init(_ bytes: [UInt8], encoding: TextEncoding, skipping mark: Int, document: String) throws(IngestionError) {
    self.init(text: [], encoding: encoding)
    switch encoding {
    case .utf8:
      self.init(repairing: bytes, from: mark)
      if UTF8Check(text).zeros > 0 { throw Self.refusal(bytes, document) }
    case .utf16LittleEndian, .utf16BigEndian, .utf32LittleEndian, .utf32BigEndian:
      let wide = encoding == .utf32LittleEndian || encoding == .utf32BigEndian
      let broken = wide ? decodeThirtyTwoBit(bytes, from: mark) : decodeSixteenBit(bytes, from: mark)
      if broken > 0 { notices.append("\(broken) places are not \(encoding.rawValue) and read as \u{FFFD}") }
      let check = UTF8Check(text)
      if check.zeros > 0 || check.controls * 100 > text.count || broken * 20 > text.count { throw Self.refusal(bytes, document) }
    case .windows1252:
      decodeWindows1252(bytes)
    }
  }

  /// UTF-8 from `start` on, with U+FFFD for what is not well-formed.
  private init(repairing bytes: [UInt8], from start: Int = 0) {
    self.init(text: [], encoding: .utf8)
    var map = ReadingMap()
    text.reserveCapacity(bytes.count)
    var position = start
    while position < bytes.count {
      let length = UTF8Check.characterLength(bytes, at: position)
      if length == 0 {
        text += [0xEF, 0xBF, 0xBD]
        map.append(reading: 3, original: position..<position + 1)
        position += 1
      } else {
        text += bytes[position..<position + length]
        map.appendCopy(position..<position + length)
        position += length
      }
    }
    self.map = map
  }

  private mutating func append(_ scalar: Unicode.Scalar, _ map: inout ReadingMap, _ original: Range<Int>) {
    let before = text.count
    text.append(contentsOf: UTF8.encode(scalar)!)  // every scalar has a UTF-8 form
    map.append(reading: text.count - before, original: original)
  }

  /// Returns how many code units stood for nothing.
  private mutating func decodeSixteenBit(_ bytes: [UInt8], from start: Int) -> Int {
    let low = encoding == .utf16LittleEndian ? 0 : 1
    var map = ReadingMap()
    var broken = 0
    var position = start
    func unit(_ at: Int) -> UInt32 { UInt32(bytes[at + low]) | UInt32(bytes[at + 1 - low]) << 8 }
    while position + 1 < bytes.count {
      var value = unit(position)
      var length = 2
      if value >> 10 == 0x36, position + 3 < bytes.count, unit(position + 2) >> 10 == 0x37 {
        value = 0x10000 + (value & 0x3FF) << 10 + unit(position + 2) & 0x3FF
        length = 4
      }
      let scalar = Unicode.Scalar(value)
      if scalar == nil { broken += 1 }
      append(scalar ?? "\u{FFFD}", &map, position..<position + length)
      position += length
    }
    self.map = map
    return broken + bytes.count - position
  }

  private mutating func decodeThirtyTwoBit(_ bytes: [UInt8], from start: Int) -> Int {
    var map = ReadingMap()
    var broken = 0
    var position = start
    while position + 3 < bytes.count {
      var value: UInt32 = 0
      for offset in 0..<4 { value = value << 8 | UInt32(bytes[position + (encoding == .utf32BigEndian ? offset : 3 - offset)]) }
      let scalar = Unicode.Scalar(value)
      if scalar == nil { broken += 1 }
      append(scalar ?? "\u{FFFD}", &map, position..<position + 4)
      position += 4
    }
    self.map = map
    return broken + bytes.count - position
  }

  private mutating func decodeWindows1252(_ bytes: [UInt8]) {
    var map = ReadingMap()
    for (position, byte) in bytes.enumerated() { append(Windows1252.scalar(byte), &map, position..<position + 1) }
    self.map = map
  }

  private static func mark(of bytes: [UInt8]) -> (TextEncoding, Int)? {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) { return (.utf32LittleEndian, 4) }
    if bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return (.utf32BigEndian, 4) }
    if bytes.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
    if bytes.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
    return nil
  }

  /// Latin text in UTF-16 has a zero in most pairs, always on the same side.
  private static func sixteenBit(_ bytes: [UInt8]) -> TextEncoding? {
    let pairs = min(bytes.count, 1 << 16) / 2
    guard pairs > 0, bytes.count % 2 == 0 else { return nil }
    var zeros = [0, 0]
    for index in 0..<pairs * 2 where bytes[index] == 0 { zeros[index % 2] += 1 }
    if zeros[1] * 10 > pairs * 4, zeros[0] * 50 <= pairs { return .utf16LittleEndian }
    if zeros[0] * 10 > pairs * 4, zeros[1] * 50 <= pairs { return .utf16BigEndian }
    return nil
  }

  private static func refusal(_ bytes: [UInt8], _ document: String) -> IngestionError {
    if let finding = BinarySignature.find(bytes) {
      return IngestionError(.undecodable, document: document, reason: "this is \(finding.name), not text; \(finding.advice)")
    }
    return IngestionError(.undecodable, document: document, reason: "this is binary data of a kind not known here, not text; give the text it was made from")
  }
}
