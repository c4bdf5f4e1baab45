/// The terminals that only Turtle has.
extension TurtleParser {
  mutating func skipSpace() throws {
    while let byte = try scanner.peek() {
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0D: scanner.advance()
      case UInt8(ascii: "#"): try scanner.skipComment()
      default: return
      }
    }
  }

  /// Consumes a bare word, unless it only begins a longer word or a prefixed name.
  /// - Parameter afterAt: behind an @ no name can begin, so the word ends where it ends.
  mutating func takeKeyword(_ word: String, anyCase: Bool = false, afterAt: Bool = false) throws -> Bool {
    let letters = Array(word.utf8)
    let length = letters.count
    for place in 0..<length {
      guard let byte = try scanner.peek(ahead: place) else { return false }
      let wanted = letters[place]
      guard byte == wanted || (anyCase && byte | 0x20 == wanted) else { return false }
    }
    if !afterAt, let (next, _) = try scanner.scalar(ahead: length) {
      if next == UInt32(UInt8(ascii: ":")) || NameCharacters.isInner(next) { return false }
      if next == UInt32(UInt8(ascii: ".")), let (after, _) = try scanner.scalar(ahead: length + 1),
        NameCharacters.isInner(after) || after == UInt32(UInt8(ascii: ":"))
      {
        return false
      }
    }
    scanner.advance(length)
    return true
  }

  /// PN_PREFIX, which may be empty. The colon is left.
  mutating func takePrefix() throws -> [UInt8] {
    var bytes: [UInt8] = []
    guard let (first, _) = try scanner.scalar(), NameCharacters.isBase(first) else { return bytes }
    try scanner.takeInnerName(into: &bytes, limits: limits)
    return bytes
  }

  /// PN_LOCAL, which may be empty, with its escapes resolved; percent signs stay as they are written.
  mutating func takeLocalName() throws -> String {
    var bytes: [UInt8] = []
    while let byte = try scanner.peek() {
      switch byte {
      case UInt8(ascii: ":"):
        bytes.append(byte)
        scanner.advance()
      case UInt8(ascii: "%"):
        for place in 1...2 {
          guard let digit = try scanner.peek(ahead: place), NameCharacters.hexValue(digit) != nil else {
            throw scanner.error("a % in a name needs two hexadecimal digits")
          }
        }
        for _ in 0..<3 { try scanner.takeScalar(into: &bytes) }
      case UInt8(ascii: "\\"):
        guard let escaped = try scanner.peek(ahead: 1), NameCharacters.localEscapes.contains(escaped) else {
          throw scanner.error("this character cannot be escaped in a name")
        }
        bytes.append(escaped)
        scanner.advance(2)
      case UInt8(ascii: "."):
        let dots = try scanner.countDots()
        guard !bytes.isEmpty, let (value, _) = try scanner.scalar(ahead: dots), Self.continuesLocalName(value) else {
          return String(decoding: bytes, as: UTF8.self)
        }
        bytes.append(contentsOf: repeatElement(byte, count: dots))
        scanner.advance(dots)
      default:
        guard let (value, _) = try scanner.scalar(),
          bytes.isEmpty ? NameCharacters.isBaseOrUnderscore(value) || NameCharacters.isDigit(value) : NameCharacters.isInner(value)
        else { return String(decoding: bytes, as: UTF8.self) }
        try scanner.takeScalar(into: &bytes)
      }
      guard bytes.count <= limits.nameBytes else { throw scanner.error("a name is longer than \(limits.nameBytes) bytes") }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func continuesLocalName(_ value: UInt32) -> Bool {
    NameCharacters.isInner(value) || value == UInt32(UInt8(ascii: ":")) || value == UInt32(UInt8(ascii: "%"))
      || value == UInt32(UInt8(ascii: "\\"))
  }

  /// INTEGER, DECIMAL or DOUBLE. A dot that no digit and no exponent follows ends the statement instead.
  mutating func parseNumber() throws -> Literal {
    let start = scanner.position
    var bytes: [UInt8] = []
    if let sign = try scanner.peek(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { try scanner.takeScalar(into: &bytes) }
    let whole = try takeDigits(into: &bytes)
    var fraction = 0
    var hasDot = false
    if try scanner.peek() == UInt8(ascii: "."), try isDigit(ahead: 1) || (whole > 0 && isExponent(ahead: 1)) {
      hasDot = true
      try scanner.takeScalar(into: &bytes)
      fraction = try takeDigits(into: &bytes)
    }
    guard whole + fraction > 0 else { throw RDFSyntaxError("a number is missing here", at: start) }
    var datatype = hasDot ? Vocabulary.XSD.decimal : Vocabulary.XSD.integer
    if try isExponent(ahead: 0) {
      datatype = Vocabulary.XSD.double
      try scanner.takeScalar(into: &bytes)
      if try !isDigit(ahead: 0) { try scanner.takeScalar(into: &bytes) }
      _ = try takeDigits(into: &bytes)
    }
    return Literal(String(decoding: bytes, as: UTF8.self), datatype: datatype)
  }

  private mutating func takeDigits(into bytes: inout [UInt8]) throws -> Int {
    var count = 0
    while try isDigit(ahead: 0) {
      try scanner.takeScalar(into: &bytes)
      count += 1
      guard count <= limits.nameBytes else { throw scanner.error("a number has more than \(limits.nameBytes) digits") }
    }
    return count
  }

  private mutating func isDigit(ahead: Int) throws -> Bool {
    guard let byte = try scanner.peek(ahead: ahead) else { return false }
    return NameCharacters.isDigit(UInt32(byte))
  }

  /// Whether `e`, perhaps a sign, and a digit come there.
  private mutating func isExponent(ahead: Int) throws -> Bool {
    guard let mark = try scanner.peek(ahead: ahead), mark | 0x20 == UInt8(ascii: "e") else { return false }
    if try isDigit(ahead: ahead + 1) { return true }
    guard let sign = try scanner.peek(ahead: ahead + 1), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return false }
    return try isDigit(ahead: ahead + 2)
  }
}
