internal import RDF

/// Cuts a rule's text into words. At most 4,096 bytes are taken.
struct RuleScanner {
  private let bytes: [UInt8]
  private let part: String
  private(set) var offset = 0

  init(_ text: String, part: String) throws(RuleSyntaxError) {
    bytes = Array(text.utf8)
    self.part = part
    guard bytes.count <= 4096 else { throw RuleSyntaxError(part: part, offset: 4096, problem: "it is longer than 4,096 bytes") }
  }

  func failure(_ problem: String) -> RuleSyntaxError { RuleSyntaxError(part: part, offset: offset, problem: problem) }

  mutating func next() throws(RuleSyntaxError) -> RuleToken {
    while offset < bytes.count, bytes[offset] <= 0x20 { offset += 1 }
    guard offset < bytes.count else { return .end }
    switch bytes[offset] {
    case UInt8(ascii: "?"):
      offset += 1
      let name = take(Self.isNamePart)
      guard !name.isEmpty else { throw failure("a variable needs a name behind its question mark") }
      return .variable(name)
    case UInt8(ascii: "<") where isIRI: return .term(.iri(try takeIRI()))
    case UInt8(ascii: "'"): return .unit(try takeQuoted(by: UInt8(ascii: "'")))
    case UInt8(ascii: "\""): return .term(try takeLiteral())
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      let text = take { Self.isDigit($0) || $0 == UInt8(ascii: ".") }
      // A full stop behind a number ends the pattern.
      let number = text.hasSuffix(".") ? String(text.dropLast()) : text
      if number.utf8.count < text.utf8.count { offset -= 1 }
      guard let value = Double(number) else { throw failure("\(number) is no number") }
      return .number(value)
    case let byte where Self.isLetter(byte): return try takeName()
    default: return try takeSymbol()
    }
  }

  private mutating func takeSymbol() throws(RuleSyntaxError) -> RuleToken {
    for symbol in [":=", "<=", ">=", "!=", "<", ">", "=", "+", "-", "*", "/", "(", ")", ",", ".", ";"]
    where bytes[offset...].starts(with: symbol.utf8) {
      offset += symbol.utf8.count
      return .symbol(symbol)
    }
    throw failure("this sign has no meaning in a rule")
  }

  /// `a`, a prefixed name or a word such as `in`.
  private mutating func takeName() throws(RuleSyntaxError) -> RuleToken {
    let start = offset
    var name = take { Self.isNamePart($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") || $0 >= 0x80 }
    while name.hasSuffix(".") {
      name.removeLast()
      offset -= 1
    }
    if name == "a" { return .term(.iri(Vocabulary.RDF.type)) }
    guard name.contains(":") else { return .word(name) }
    guard let iri = PrefixMap.common.expand(name) else {
      offset = start
      throw failure("the prefix of \(name) is not known; write the whole IRI in angle brackets")
    }
    return .term(.iri(iri))
  }

  /// An angle bracket opens an IRI where one closes it before any space, and else means "less".
  private var isIRI: Bool {
    for byte in bytes[(offset + 1)...] {
      if byte == UInt8(ascii: ">") { return true }
      if byte <= 0x20 || byte == UInt8(ascii: "?") { return false }
    }
    return false
  }

  private mutating func takeIRI() throws(RuleSyntaxError) -> String {
    offset += 1
    let iri = take { $0 != UInt8(ascii: ">") }
    offset += 1
    guard iri.contains(":") else { throw failure("<\(iri)> is no absolute IRI") }
    return iri
  }

  private mutating func takeQuoted(by quote: UInt8) throws(RuleSyntaxError) -> String {
    let start = offset
    offset += 1
    var result: [UInt8] = []
    while offset < bytes.count, bytes[offset] != quote {
      if bytes[offset] == UInt8(ascii: "\\"), offset + 1 < bytes.count { offset += 1 }
      result.append(bytes[offset])
      offset += 1
    }
    guard offset < bytes.count else {
      offset = start
      throw failure("a quotation mark is opened and never closed")
    }
    offset += 1
    return String(decoding: result, as: UTF8.self)
  }

  /// `"text"`, `"text"@en`, `"5"^^xsd:integer`.
  private mutating func takeLiteral() throws(RuleSyntaxError) -> Term {
    let text = try takeQuoted(by: UInt8(ascii: "\""))
    if offset < bytes.count, bytes[offset] == UInt8(ascii: "@") {
      offset += 1
      return .literal(Literal(text, language: take { Self.isLetter($0) || Self.isDigit($0) || $0 == UInt8(ascii: "-") }.lowercased()))
    }
    guard bytes[offset...].starts(with: "^^".utf8) else { return .literal(Literal(text)) }
    offset += 2
    guard case .term(.iri(let datatype)) = try next() else { throw failure("an IRI must stand behind ^^") }
    return .literal(Literal(text, datatype: datatype))
  }

  private mutating func take(_ isPart: (UInt8) -> Bool) -> String {
    let start = offset
    while offset < bytes.count, isPart(bytes[offset]) { offset += 1 }
    return String(decoding: bytes[start..<offset], as: UTF8.self)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
  private static func isLetter(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") || byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
  }
  private static func isNamePart(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_") }
}
