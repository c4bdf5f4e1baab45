/// The terminals that N-Triples and Turtle share.
extension ByteScanner {
  /// IRIREF without its angle brackets, escapes resolved; the next byte is `<`. Whether it is absolute is the caller's question.
  mutating func takeIRIReference(limits: RDFLimits) throws -> String {
    let start = position
    advance()
    var bytes: [UInt8] = []
    while true {
      takePlainIRIRun(into: &bytes)
      guard bytes.count <= limits.nameBytes else { throw RDFSyntaxError("an IRI is longer than \(limits.nameBytes) bytes", at: start) }
      guard let byte = try peek() else { throw RDFSyntaxError("the file ends inside this IRI", at: start) }
      switch byte {
      case UInt8(ascii: ">"):
        advance()
        return String(decoding: bytes, as: UTF8.self)
      case UInt8(ascii: "\\"):
        let place = position
        advance()
        let scalar = try takeNumericEscape(at: place)
        guard !Self.isForbiddenInIRI(scalar.value) else {
          throw RDFSyntaxError("an IRI cannot contain U+\(String(scalar.value, radix: 16, uppercase: true))", at: place)
        }
        bytes.append(contentsOf: Array(String(Character(scalar)).utf8))
      case 0...0x20 where byte != 0x20: throw error("an IRI cannot contain a control character or a line break")
      case _ where !Self.isForbiddenInIRI(UInt32(byte)): try takeScalar(into: &bytes)
      default: throw error("an IRI cannot contain \"\(Character(Unicode.Scalar(byte)))\"")
      }
    }
  }

  static func isForbiddenInIRI(_ value: UInt32) -> Bool {
    switch value {
    case 0...0x20, 0x3C, 0x3E, 0x22, 0x7B, 0x7D, 0x7C, 0x5E, 0x60, 0x5C: true
    default: false
    }
  }

  /// `\uXXXX` or `\UXXXXXXXX`; the backslash is consumed.
  mutating func takeNumericEscape(at place: SourcePosition) throws -> Unicode.Scalar {
    let kind = try peek()
    let length: Int
    switch kind {
    case UInt8(ascii: "u"): length = 4
    case UInt8(ascii: "U"): length = 8
    default: throw RDFSyntaxError("only \\u and \\U escapes are allowed here", at: place)
    }
    advance()
    var value: UInt32 = 0
    for _ in 0..<length {
      guard let byte = try peek(), let digit = NameCharacters.hexValue(byte) else {
        throw RDFSyntaxError("\\\(length == 4 ? "u" : "U") needs \(length) hexadecimal digits", at: place)
      }
      value = value << 4 | digit
      advance()
    }
    guard let scalar = Unicode.Scalar(value) else {
      throw RDFSyntaxError("U+\(String(value, radix: 16, uppercase: true)) is not a Unicode character", at: place)
    }
    return scalar
  }

  /// The text of a quoted literal, escapes resolved; the next byte is the opening quote.
  ///
  /// - Parameter allowsLong: whether three quotes open a text that may span lines (Turtle).
  mutating func takeQuoted(allowsLong: Bool, limits: RDFLimits) throws -> String {
    let start = position
    guard let quote = try peek() else { throw error("a quoted text is missing here") }
    advance()
    var isLong = false
    if try peek() == quote {
      advance()
      guard allowsLong, try peek() == quote else { return "" }
      advance()
      isLong = true
    }
    var bytes: [UInt8] = []
    while true {
      takePlainRun(until: quote, into: &bytes)
      guard bytes.count <= limits.literalBytes else {
        throw RDFSyntaxError("a literal is longer than \(limits.literalBytes) bytes", at: start)
      }
      guard let byte = try peek() else { throw RDFSyntaxError("the file ends inside this text", at: start) }
      if byte == quote {
        guard isLong else {
          advance()
          return String(decoding: bytes, as: UTF8.self)
        }
        if try peek(ahead: 1) == quote, try peek(ahead: 2) == quote {
          advance(3)
          return String(decoding: bytes, as: UTF8.self)
        }
        bytes.append(quote)
        advance()
      } else if byte == UInt8(ascii: "\\") {
        try takeStringEscape(into: &bytes)
      } else if byte == 0x0A || byte == 0x0D {
        guard isLong else { throw RDFSyntaxError("the line ends inside this text", at: start) }
        bytes.append(byte)
        advance()
      } else {
        try takeScalar(into: &bytes)
      }
    }
  }

  private mutating func takeStringEscape(into bytes: inout [UInt8]) throws {
    let place = position
    advance()
    let plain: UInt8
    switch try peek() {
    case UInt8(ascii: "t"): plain = 0x09
    case UInt8(ascii: "b"): plain = 0x08
    case UInt8(ascii: "n"): plain = 0x0A
    case UInt8(ascii: "r"): plain = 0x0D
    case UInt8(ascii: "f"): plain = 0x0C
    case UInt8(ascii: "\""): plain = 0x22
    case UInt8(ascii: "'"): plain = 0x27
    case UInt8(ascii: "\\"): plain = 0x5C
    case UInt8(ascii: "u"), UInt8(ascii: "U"):
      let scalar = try takeNumericEscape(at: place)
      bytes.append(contentsOf: Array(String(Character(scalar)).utf8))
      return
    default: throw RDFSyntaxError("a text knows the escapes \\t \\b \\n \\r \\f \\\" \\' \\\\ \\u \\U, not this one", at: place)
    }
    advance()
    bytes.append(plain)
  }

  /// A language tag after `@`, which is next: letters, then groups of letters and digits, then perhaps `--ltr` or `--rtl`.
  mutating func takeLanguageTag(limits: RDFLimits) throws -> (language: String, direction: Literal.Direction?) {
    let start = position
    advance()
    var bytes: [UInt8] = []
    var groupLength = 0
    while let byte = try peek() {
      let isLetter = (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
      let isDigit = NameCharacters.isDigit(UInt32(byte))
      if isLetter || (isDigit && bytes.contains(UInt8(ascii: "-"))) {
        groupLength += 1
        guard groupLength <= 8 else { throw RDFSyntaxError("a part of a language tag has at most 8 characters", at: start) }
      } else if byte == UInt8(ascii: "-"), groupLength > 0, try peek(ahead: 1) != byte {
        groupLength = 0
      } else {
        break
      }
      bytes.append(byte)
      advance()
      guard bytes.count <= limits.nameBytes else { throw error("a language tag is too long") }
    }
    guard groupLength > 0 else { throw error("a language tag such as \"en\" is missing after @") }
    let language = String(decoding: bytes, as: UTF8.self)
    guard try peek() == UInt8(ascii: "-") else { return (language, nil) }
    advance(2)
    var word: [UInt8] = []
    while let byte = try peek(), (byte | 0x20) >= UInt8(ascii: "a"), (byte | 0x20) <= UInt8(ascii: "z"), word.count < 8 {
      word.append(byte)
      advance()
    }
    guard let direction = Literal.Direction(rawValue: String(decoding: word, as: UTF8.self)) else {
      throw RDFSyntaxError("a text's direction is --ltr or --rtl", at: start)
    }
    return (language, direction)
  }

  /// The two datatypes that need a language are written as a language.
  func requireDatatype(_ iri: String, at place: SourcePosition) throws {
    if iri == Vocabulary.RDF.langString || iri == Vocabulary.RDF.dirLangString {
      throw RDFSyntaxError("a text of this datatype is written with its language, \"…\"@en", at: place)
    }
  }

  /// A blank node's label; the next bytes are `_:`, which are consumed with it.
  mutating func takeBlankLabel(limits: RDFLimits) throws -> String {
    guard try peek(ahead: 1) == UInt8(ascii: ":") else { throw error("a blank node is written _:label") }
    advance(2)
    guard let (first, _) = try scalar(), NameCharacters.isBaseOrUnderscore(first) || NameCharacters.isDigit(first) else {
      throw error("a blank node's label is missing or begins with a character it cannot begin with")
    }
    var bytes: [UInt8] = []
    try takeInnerName(into: &bytes, limits: limits)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// PN_CHARS and inner dots, as far as they go. A dot at the end is left: it ends the statement.
  mutating func takeInnerName(into bytes: inout [UInt8], limits: RDFLimits) throws {
    while let byte = try peek() {
      if byte == UInt8(ascii: ".") {
        let dots = try countDots()
        guard let (value, _) = try scalar(ahead: dots), NameCharacters.isInner(value) else { return }
        bytes.append(contentsOf: repeatElement(byte, count: dots))
        advance(dots)
      } else {
        guard let (value, _) = try scalar(), NameCharacters.isInner(value) else { return }
        try takeScalar(into: &bytes)
      }
      guard bytes.count <= limits.nameBytes else { throw error("a name is longer than \(limits.nameBytes) bytes") }
    }
  }

  /// How many dots come next; more than any name may have is as good as the truth.
  mutating func countDots() throws -> Int {
    var count = 1
    while count < 1024, try peek(ahead: count) == UInt8(ascii: ".") { count += 1 }
    return count
  }

  /// Consumes the rest of the line, not its end.
  mutating func skipComment() throws {
    var ignored: [UInt8] = []
    while let byte = try peek(), byte != 0x0A, byte != 0x0D {
      if byte < 0x80 { advance() } else { try takeScalar(into: &ignored) }
      ignored.removeAll(keepingCapacity: true)
    }
  }
}
