internal import RDF

/// Functions of two arguments that fail when one of them fails. Nil is a type error.
enum BinaryFunctions {
  static func function(_ builtin: Builtin) -> ((Value, Value) -> Value?)? {
    switch builtin {
    case .contains: { compatible($0, $1).map { .boolean(ByteSearch.contains($0.0, $0.1)) } }
    case .startsWith: { compatible($0, $1).map { .boolean(ByteSearch.starts($0.0, with: $0.1)) } }
    case .endsWith: { compatible($0, $1).map { .boolean(ByteSearch.ends($0.0, with: $0.1)) } }
    case .before: before
    case .after: after
    case .langMatches: { tag, range in
      guard let tag = tag.plainText, let range = range.plainText else { return nil }
      return .boolean(matches(tag: tag, range: range))
    }
    case .strLang: { text, tag in
      guard let text = text.plainText, let tag = tag.plainText, !tag.isEmpty else { return nil }
      return .term(.literal(Literal(text, language: tag)))
    }
    case .strDatatype: { text, type in
      guard let text = text.plainText, let iri = type.term.iri else { return nil }
      return .literal(text, iri)
    }
    case .sameTerm: { .boolean($0.term == $1.term) }
    default: nil
    }
  }

  /// Two texts that may be looked for in each other: the second without a language, or with that of the first. Section 17.4.3.1.2.
  static func compatible(_ a: Value, _ b: Value) -> (String, String, language: String?)? {
    guard let (text, language) = a.text, let (other, otherLanguage) = b.text, otherLanguage == nil || otherLanguage == language else { return nil }
    return (text, other, language)
  }

  private static func before(_ a: Value, _ b: Value) -> Value? {
    guard let (text, mark, language) = compatible(a, b) else { return nil }
    guard let offset = ByteSearch.firstOffset(text, of: mark) else { return .string("") }
    return .text(String(decoding: Array(text.utf8.prefix(offset)), as: UTF8.self), language: language)
  }

  private static func after(_ a: Value, _ b: Value) -> Value? {
    guard let (text, mark, language) = compatible(a, b) else { return nil }
    guard let offset = ByteSearch.firstOffset(text, of: mark) else { return .string("") }
    return .text(String(decoding: Array(text.utf8.dropFirst(offset + mark.utf8.count)), as: UTF8.self), language: language)
  }

  /// Basic filtering of RFC 4647, section 3.3.1.
  private static func matches(tag: String, range: String) -> Bool {
    if range == "*" { return !tag.isEmpty }
    let (tag, range) = (tag.lowercased(), range.lowercased())
    return tag == range || (tag.hasPrefix(range) && tag.utf8.dropFirst(range.utf8.count).first == UInt8(ascii: "-"))
  }
}
