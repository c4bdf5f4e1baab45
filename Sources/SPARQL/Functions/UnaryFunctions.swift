import Kernels

internal import KnowledgeGraph
internal import RDF

/// Functions of one argument that fail when it fails. Nil is a type error.
enum UnaryFunctions {
  static func function(_ builtin: Builtin) -> ((Value) -> Value?)? {
    switch builtin {
    case .str: { $0.lexical.map { .string($0) } }
    case .lang: { value in value.literal.map { .string($0.language ?? "") } }
    case .datatype: { value in value.literal.map { .term(.iri($0.datatype)) } }
    case .abs: { $0.number.flatMap(absolute).map { .number($0) } }
    case .ceil: { $0.number.map { .number(rounding($0, exact: \.ceiling, .up)) } }
    case .floor: { $0.number.map { .number(rounding($0, exact: \.floor, .down)) } }
    case .round: { $0.number.map { .number(round($0)) } }
    case .strLength: { $0.text.map { .integer($0.text.unicodeScalars.count) } }
    case .upperCase: { $0.text.map { .text($0.text.uppercased(), language: $0.language) } }
    case .lowerCase: { $0.text.map { .text($0.text.lowercased(), language: $0.language) } }
    case .encodeForURI: { $0.text.map { .string(encode($0.text)) } }
    case .year: { date($0).map { .integer($0.year) } }
    case .month: { date($0).map { .integer($0.month) } }
    case .day: { date($0).map { .integer($0.day) } }
    case .hours: { time($0).map { .integer($0.hour) } }
    case .minutes: { time($0).map { .integer($0.minute) } }
    case .seconds: { time($0).map { .number(.decimal($0.second)) } }
    case .timezone: { $0.moment?.timezoneDuration.map { .literal($0, Vocabulary.XSD.namespace + "dayTimeDuration") } }
    case .tz: { $0.moment.map { .string($0.timezoneText) } }
    case .md5: { digest($0, MD5.digest) }
    case .sha1: { digest($0, SHA1.digest) }
    case .sha256: { digest($0) { SHA256.digest(of: $0) } }
    case .sha384: { digest($0) { SHA2.digest($0, .bits384) } }
    case .sha512: { digest($0) { SHA2.digest($0, .bits512) } }
    case .isIRI, .isURI: { .boolean($0.term.iri != nil) }
    case .isBlank: { if case .term(.blank) = $0 { .boolean(true) } else { .boolean(false) } }
    case .isLiteral: { .boolean($0.literal != nil) }
    case .isNumeric: { .boolean($0.number != nil) }
    case .isTriple: { .boolean($0.term.triple != nil) }
    case .subject: { $0.term.triple.map { .term($0.subject) } }
    case .predicate: { $0.term.triple.map { .term($0.predicate) } }
    case .object: { $0.term.triple.map { .term($0.object) } }
    case .hasLang: { value in .boolean(value.literal?.language != nil) }
    case .hasLangDirection: { value in .boolean(value.literal?.direction != nil) }
    case .langDirection: { value in value.literal.map { .string($0.direction?.rawValue ?? "") } }
    default: nil
    }
  }

  private static func absolute(_ number: Number) -> Number? {
    switch number {
    case .integer(let value): value == .min ? nil : .integer(value < 0 ? -value : value)
    case .decimal(let value): value.mantissa < 0 ? number.negated : number
    case .float(let value): .float(value.magnitude)
    case .double(let value): .double(value.magnitude)
    }
  }

  private static func rounding(_ number: Number, exact: (XSDDecimal) -> Int128, _ rule: FloatingPointRoundingRule) -> Number {
    switch number {
    case .integer: number
    case .decimal(let value): .decimal(XSDDecimal(exact(value)))
    case .float(let value): .float(value.rounded(rule))
    case .double(let value): .double(value.rounded(rule))
    }
  }

  /// Halves go up, also below zero.
  private static func round(_ number: Number) -> Number {
    switch number {
    case .float(let value): .float(value < 0 && value >= -0.5 ? -0.0 : (value + 0.5).rounded(.down))
    case .double(let value):
      // Adding a half to the largest odd fractions would round by itself.
      .double(value.magnitude >= 4.5e15 || !value.isFinite ? value : value < 0 && value >= -0.5 ? -0.0 : (value + 0.5).rounded(.down))
    default: rounding(number, exact: \.rounded, .down)
    }
  }

  /// Everything but RFC 3986's unreserved characters as %XX.
  private static func encode(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if NameCharacters.isASCIILetter(byte) || QueryLexer.isDigit(byte) || "-_.~".utf8.contains(byte) {
        bytes.append(byte)
      } else {
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func date(_ value: Value) -> XSDMoment? { value.moment.flatMap { $0.kind == .time ? nil : $0 } }
  private static func time(_ value: Value) -> XSDMoment? { value.moment.flatMap { $0.kind == .date ? nil : $0 } }

  private static func digest(_ value: Value, _ digest: ([UInt8]) -> [UInt8]) -> Value? {
    value.plainText.map { .string(MessagePadding.hexadecimal(digest(Array($0.utf8)))) }
  }
}
