internal import RDF

/// The terminals with escapes: texts, prefixed names, blank nodes.
extension QueryLexer {
  /// A quoted text, short or long, its escapes resolved.
  mutating func takeText() throws(SPARQLError) -> String {
    let start = index
    let quote = bytes[index]
    var place = index + 1
    var isLong = false
    if place + 1 < bytes.count, bytes[place] == quote, bytes[place + 1] == quote {
      isLong = true
      place += 2
    }
    var text: [UInt8] = []
    while place < bytes.count {
      let byte = bytes[place]
      if byte == quote {
        if !isLong {
          move(to: place + 1)
          return String(decoding: text, as: UTF8.self)
        }
        if place + 2 < bytes.count, bytes[place + 1] == quote, bytes[place + 2] == quote {
          move(to: place + 3)
          return String(decoding: text, as: UTF8.self)
        }
      } else if byte == UInt8(ascii: "\\") {
        if place + 1 < bytes.count, bytes[place + 1] | 0x20 == UInt8(ascii: "u") {
          let (scalar, length) = try codepoint(at: place)
          text += Array(String(Character(scalar)).utf8)
          place += length
          continue
        }
        place += 1
        text.append(try escaped(at: place))
        place += 1
        continue
      } else if !isLong, byte == 0x0A || byte == 0x0D {
        throw error("the line ends inside this text; three quotes open one of several lines", at: start)
      }
      text.append(byte)
      place += 1
    }
    throw error("the query ends inside this text", at: start)
  }

  private func escaped(at place: Int) throws(SPARQLError) -> UInt8 {
    switch place < bytes.count ? bytes[place] : 0 {
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "\""): 0x22
    case UInt8(ascii: "'"): 0x27
    case UInt8(ascii: "\\"): 0x5C
    default: throw error("a text knows the escapes \\t \\b \\n \\r \\f \\\" \\' \\\\ \\u \\U, not this one", at: place - 1)
    }
  }

  mutating func takeBlank() throws(SPARQLError) -> String {
    let start = index
    var end = index + 2
    guard let (first, _) = scalar(at: end), NameCharacters.isBaseOrUnderscore(first) || NameCharacters.isDigit(first) else {
      throw error("a blank node's label is missing or begins with a character it cannot begin with", at: start)
    }
    end = innerEnd(from: end)
    move(to: end)
    return String(decoding: bytes[(start + 2)..<end], as: UTF8.self)
  }

  /// PN_CHARS and inner dots; a dot at the end is left.
  private func innerEnd(from start: Int) -> Int {
    var end = start
    var solid = start
    while let (value, length) = scalar(at: end), value == 0x2E || NameCharacters.isInner(value) {
      end += length
      if value != 0x2E { solid = end }
    }
    return solid
  }

  /// A prefixed name, or a word when no colon follows.
  mutating func takeName() throws(SPARQLError) -> Token.Kind {
    let start = index
    var end = start
    if let (first, _) = scalar(at: start), NameCharacters.isBase(first) { end = innerEnd(from: start) }
    if end < bytes.count, bytes[end] == UInt8(ascii: ":") {
      let prefix = String(decoding: bytes[start..<end], as: UTF8.self)
      move(to: end + 1)
      return .name(prefix: prefix, local: try takeLocalName())
    }
    // A keyword has letters, digits and underscores only: `ASC-1` is three tokens.
    var wordEnd = start
    while wordEnd < end, NameCharacters.isASCIILetter(bytes[wordEnd]) || Self.isDigit(bytes[wordEnd]) || bytes[wordEnd] == UInt8(ascii: "_") {
      wordEnd += 1
    }
    guard wordEnd > start else {
      let scalarText = scalar(at: start).flatMap { Unicode.Scalar($0.value) }.map { String(Character($0)) } ?? "?"
      throw error("\"\(scalarText)\" means nothing here", at: start)
    }
    move(to: wordEnd)
    return .word(String(decoding: bytes[start..<wordEnd], as: UTF8.self).uppercased())
  }

  private mutating func takeLocalName() throws(SPARQLError) -> String {
    var text: [UInt8] = []
    var place = index
    // How far the name certainly goes: a dot belongs to it only when something follows.
    var solid = place
    var solidCount = 0
    var isFirst = true
    scan: while let (value, length) = scalar(at: place) {
      switch value {
      case 0x3A: text.append(0x3A)
      case 0x2E:
        if isFirst { break scan }
        text.append(0x2E)
        place += 1
        continue
      case 0x25:
        guard place + 2 < bytes.count, NameCharacters.hexValue(bytes[place + 1]) != nil, NameCharacters.hexValue(bytes[place + 2]) != nil else {
          throw error("% in a name needs two hexadecimal digits", at: place)
        }
        text.append(contentsOf: bytes[place..<(place + 3)])
        place += 2
      case 0x5C:
        guard place + 1 < bytes.count, NameCharacters.localEscapes.contains(bytes[place + 1]) else {
          throw error("a name cannot escape this character", at: place)
        }
        text.append(bytes[place + 1])
        place += 1
      default:
        let isAllowed = isFirst ? NameCharacters.isBaseOrUnderscore(value) || NameCharacters.isDigit(value) : NameCharacters.isInner(value)
        guard isAllowed else { break scan }
        text.append(contentsOf: bytes[place..<(place + length)])
        place += length - 1
      }
      place += 1
      isFirst = false
      solid = place
      solidCount = text.count
    }
    move(to: solid)
    return String(decoding: text[..<solidCount], as: UTF8.self)
  }

  /// The character that `\uXXXX` or `\UXXXXXXXX` names, and how long that is. SPARQL 1.2, section 19.2: in texts and IRIs only.
  func codepoint(at place: Int) throws(SPARQLError) -> (scalar: Unicode.Scalar, length: Int) {
    let digits = bytes[place + 1] == UInt8(ascii: "u") ? 4 : 8
    var value: UInt32 = 0
    for index in (place + 2)..<(place + 2 + digits) {
      guard index < bytes.count, let digit = NameCharacters.hexValue(bytes[index]) else {
        throw error("\\\(digits == 4 ? "u" : "U") needs \(digits) hexadecimal digits", at: place)
      }
      value = value << 4 | digit
    }
    guard let scalar = Unicode.Scalar(value) else {
      throw error("U+\(String(value, radix: 16, uppercase: true)) is not a Unicode character", at: place)
    }
    return (scalar, 2 + digits)
  }
}
