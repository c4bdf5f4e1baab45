/// One word of a query.
struct Token {
  enum Kind: Equatable {
    /// Without angle brackets, as written.
    case iri(String)
    case name(prefix: String, local: String)
    case blank(String)
    case variable(String)
    case text(String)
    case integer(String)
    case decimal(String)
    case double(String)
    case language(String)
    /// A keyword or function name, in upper case.
    case word(String)
    case symbol(Symbol)
    case end
  }

  enum Symbol: String {
    case openBrace = "{", closeBrace = "}", openParenthesis = "(", closeParenthesis = ")", openBracket = "[", closeBracket = "]"
    case comma = ",", semicolon = ";", dot = ".", star = "*", plus = "+", minus = "-", slash = "/", bar = "|", caret = "^"
    case datatype = "^^", bang = "!", notEqual = "!=", equal = "=", less = "<", lessOrEqual = "<=", greater = ">"
    case greaterOrEqual = ">=", and = "&&", or = "||", question = "?"
    case openReified = "<<", closeReified = ">>", openTripleTerm = "<<(", closeTripleTerm = ")>>"
    case openAnnotation = "{|", closeAnnotation = "|}", tilde = "~"
  }

  let kind: Kind
  /// Byte offsets of the text.
  let start, end: Int

  /// What an error calls it.
  var name: String {
    switch kind {
    case .iri(let text): "<\(text)>"
    case .name(let prefix, let local): "\(prefix):\(local)"
    case .blank(let label): "_:\(label)"
    case .variable(let name): "?\(name)"
    case .text: "a text"
    case .integer(let text), .decimal(let text), .double(let text): text
    case .language(let tag): "@\(tag)"
    case .word(let word): word
    case .symbol(let symbol): symbol.rawValue
    case .end: "the end of the query"
    }
  }
}
