internal import RDF

/// What an expression yields. A term of the graph stays as it was written; computed values become terms only when they are kept.
enum Value {
  case term(Term)
  case boolean(Bool)
  case number(Number)
  case string(String)

  static func literal(_ lexical: String, _ datatype: String) -> Value { .term(.literal(Literal(lexical, datatype: datatype))) }
  static func integer(_ value: Int) -> Value { .number(.integer(Int128(value))) }

  /// A text with its language, and direction where it has one (`ar--rtl`), or without.
  static func text(_ text: String, language: String?) -> Value {
    if let language { .term(.literal(Literal(text, languageTag: language))) } else { .string(text) }
  }

  var term: Term {
    switch self {
    case .term(let term): term
    case .boolean(let value): .literal(Literal(value ? "true" : "false", datatype: Vocabulary.XSD.boolean))
    case .number(let number): .literal(number.literal)
    case .string(let text): .literal(Literal(text))
    }
  }

  var literal: Literal? {
    if case .term(let term) = self { term.literal } else { term.literal }
  }

  var number: Number? {
    switch self {
    case .number(let number): number
    case .term(.literal(let literal)): Number(literal)
    default: nil
    }
  }

  /// A text without a language or with one: what SPARQL calls a string literal.
  var text: (text: String, language: String?)? {
    switch self {
    case .string(let text): return (text, nil)
    case .term(.literal(let literal)):
      if literal.language != nil { return (literal.lexical, literal.languageTag) }
      return literal.datatype == Vocabulary.XSD.string ? (literal.lexical, nil) : nil
    default: return nil
    }
  }

  /// A text without a language.
  var plainText: String? {
    guard let (text, language) = text, language == nil else { return nil }
    return text
  }

  var boolean: Bool? {
    switch self {
    case .boolean(let value): return value
    case .term(.literal(let literal)) where literal.datatype == Vocabulary.XSD.boolean:
      switch literal.lexical {
      case "true", "1": return true
      case "false", "0": return false
      default: return nil
      }
    default: return nil
    }
  }

  var moment: XSDMoment? {
    if case .term(.literal(let literal)) = self { XSDMoment(literal) } else { nil }
  }

  /// What a filter makes of it; nil is an error. Section 17.2.2.
  var effectiveBoolean: Bool? {
    switch self {
    case .boolean(let value): return value
    case .string(let text): return !text.isEmpty
    case .number(let number): return number.double != 0 && !number.double.isNaN
    case .term(.literal(let literal)):
      if literal.language != nil || literal.datatype == Vocabulary.XSD.string { return !literal.lexical.isEmpty }
      // A boolean or number whose form is not one counts as false.
      if literal.datatype == Vocabulary.XSD.boolean { return boolean ?? false }
      if Vocabulary.XSD.numeric.contains(literal.datatype) { return number.map { $0.double != 0 && !$0.double.isNaN } ?? false }
      return nil
    default: return nil
    }
  }

  /// What STR makes of it; nil for a blank node.
  var lexical: String? {
    switch self {
    case .string(let text): text
    case .term(.iri(let iri)): iri
    case .term(.literal(let literal)): literal.lexical
    case .term: nil
    default: term.literal?.lexical
    }
  }
}
