internal import RDF

/// Splits a query into tokens, one at a time. Source: SPARQL 1.1 Query Language, section 19.8, the terminals.
struct QueryLexer {
  let bytes: [UInt8]
  private(set) var index = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  /// Line and column of a byte, counted when an error needs them.
  func position(of offset: Int) -> SourcePosition {
    var line = 1
    var column = 1
    for (index, byte) in bytes[..<min(offset, bytes.count)].enumerated() {
      if byte == 0x0A || (byte == 0x0D && !(index + 1 < bytes.count && bytes[index + 1] == 0x0A)) {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80, byte != 0x0D {
        column += 1
      }
    }
    return SourcePosition(line: line, column: column, byteOffset: offset)
  }

  func error(_ message: String, at offset: Int) -> SPARQLError { SPARQLError(.syntax, message, at: position(of: offset)) }

  mutating func next() throws(SPARQLError) -> Token {
    skipSpace()
    let start = index
    let kind = try takeKind()
    return Token(kind: kind, start: start, end: index)
  }

  private mutating func skipSpace() {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      case UInt8(ascii: "#"):
        while index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
      default: return
      }
    }
  }

  private func byte(_ ahead: Int) -> UInt8 { index + ahead < bytes.count ? bytes[index + ahead] : 0 }

  private mutating func takeKind() throws(SPARQLError) -> Token.Kind {
    guard index < bytes.count else { return .end }
    switch bytes[index] {
    case UInt8(ascii: "<"):
      if byte(1) == UInt8(ascii: "<") { return take(byte(2) == UInt8(ascii: "(") ? .openTripleTerm : .openReified) }
      if let iri = try takeIRI() { return .iri(iri) }
      return take(byte(1) == UInt8(ascii: "=") ? .lessOrEqual : .less)
    case UInt8(ascii: "?"), UInt8(ascii: "$"):
      if let name = takeVariableName() { return .variable(name) }
      guard bytes[index] == UInt8(ascii: "?") else { throw error("a variable's name is missing after $", at: index) }
      return take(.question)
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return .text(try takeText())
    case UInt8(ascii: "@"): return .language(try takeLanguage())
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return takeNumber()
    case UInt8(ascii: "."):
      if Self.isDigit(byte(1)) { return takeNumber() }
      return take(.dot)
    case UInt8(ascii: "_") where byte(1) == UInt8(ascii: ":"): return .blank(try takeBlank())
    case UInt8(ascii: "!"): return take(byte(1) == UInt8(ascii: "=") ? .notEqual : .bang)
    case UInt8(ascii: ">"):
      if byte(1) == UInt8(ascii: ">") { return take(.closeReified) }
      return take(byte(1) == UInt8(ascii: "=") ? .greaterOrEqual : .greater)
    case UInt8(ascii: ")") where byte(1) == UInt8(ascii: ">") && byte(2) == UInt8(ascii: ">"): return take(.closeTripleTerm)
    case UInt8(ascii: "{") where byte(1) == UInt8(ascii: "|"): return take(.openAnnotation)
    case UInt8(ascii: "|") where byte(1) == UInt8(ascii: "}"): return take(.closeAnnotation)
    case UInt8(ascii: "^"): return take(byte(1) == UInt8(ascii: "^") ? .datatype : .caret)
    case UInt8(ascii: "|"): return take(byte(1) == UInt8(ascii: "|") ? .or : .bar)
    case UInt8(ascii: "&") where byte(1) == UInt8(ascii: "&"): return take(.and)
    case UInt8(ascii: ":"): return try takeName()
    case let byte:
      if byte < 0x80, let symbol = Token.Symbol(rawValue: String(UnicodeScalar(byte))) { return take(symbol) }
      return try takeName()
    }
  }

  private mutating func take(_ symbol: Token.Symbol) -> Token.Kind {
    index += symbol.rawValue.utf8.count
    return .symbol(symbol)
  }

  /// The IRI that begins here; nil, and nothing taken, when this `<` compares.
  private mutating func takeIRI() throws(SPARQLError) -> String? {
    var end = index + 1
    // Where an escape has been resolved, what stands in its place; else the bytes as they are.
    var resolved: [UInt8] = []
    var solid = end
    while end < bytes.count {
      switch bytes[end] {
      case UInt8(ascii: ">"):
        defer { index = end + 1 }
        return String(decoding: resolved + bytes[solid..<end], as: UTF8.self)
      case UInt8(ascii: "\\") where end + 1 < bytes.count && bytes[end + 1] | 0x20 == UInt8(ascii: "u"):
        let (scalar, length) = try codepoint(at: end)
        resolved += bytes[solid..<end] + Array(String(Character(scalar)).utf8)
        end += length
        solid = end
      case 0...0x20, UInt8(ascii: "<"), UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "|"), UInt8(ascii: "^"),
        UInt8(ascii: "`"), UInt8(ascii: "\\"):
        return nil
      default: end += 1
      }
    }
    return nil
  }

  private mutating func takeVariableName() -> String? {
    var end = index + 1
    while let (value, length) = scalar(at: end),
      NameCharacters.isBaseOrUnderscore(value) || NameCharacters.isDigit(value)
        || (end > index + 1 && value != 0x2D && NameCharacters.isInner(value))
    { end += length }
    guard end > index + 1 else { return nil }
    defer { index = end }
    return String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
  }

  private mutating func takeNumber() -> Token.Kind {
    let start = index
    while Self.isDigit(byte(0)) { index += 1 }
    var isDecimal = false
    if byte(0) == UInt8(ascii: "."), Self.isDigit(byte(1)) || (index > start && exponentLength(at: index + 1) > 0) {
      isDecimal = true
      index += 1
      while Self.isDigit(byte(0)) { index += 1 }
    }
    let exponent = exponentLength(at: index)
    index += exponent
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    return exponent > 0 ? .double(text) : isDecimal ? .decimal(text) : .integer(text)
  }

  private func exponentLength(at place: Int) -> Int {
    var end = place
    guard end < bytes.count, bytes[end] | 0x20 == UInt8(ascii: "e") else { return 0 }
    end += 1
    if end < bytes.count, bytes[end] == UInt8(ascii: "+") || bytes[end] == UInt8(ascii: "-") { end += 1 }
    guard end < bytes.count, Self.isDigit(bytes[end]) else { return 0 }
    while end < bytes.count, Self.isDigit(bytes[end]) { end += 1 }
    return end - place
  }

  private mutating func takeLanguage() throws(SPARQLError) -> String {
    let start = index
    index += 1
    while NameCharacters.isASCIILetter(byte(0)) || (index > start + 1 && (Self.isDigit(byte(0)) || byte(0) == UInt8(ascii: "-"))) { index += 1 }
    guard index > start + 1, bytes[index - 1] != UInt8(ascii: "-") else { throw error("a language tag such as \"en\" is missing after @", at: start) }
    return String(decoding: bytes[(start + 1)..<index], as: UTF8.self)
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  /// The scalar at a place. A query is a `String`, so its bytes are valid UTF-8.
  func scalar(at place: Int) -> (value: UInt32, length: Int)? {
    guard place < bytes.count else { return nil }
    let first = bytes[place]
    if first < 0x80 { return (UInt32(first), 1) }
    let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard place + length <= bytes.count else { return nil }
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for offset in 1..<length { value = value << 6 | UInt32(bytes[place + offset] & 0x3F) }
    return (value, length)
  }

  mutating func move(to place: Int) { index = place }
}

extension NameCharacters {
  static func isASCIILetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z") }
}
