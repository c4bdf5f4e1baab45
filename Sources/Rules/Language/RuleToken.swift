internal import RDF

/// A word of a rule's text.
enum RuleToken: Hashable {
  case variable(String)
  case term(Term)
  case number(Double)
  /// A unit, in single quotes.
  case unit(String)
  case word(String)
  case symbol(String)
  case end

  var text: String {
    switch self {
    case .variable(let name): "?\(name)"
    case .term(let term): term.description
    case .number(let number): "\(number)"
    case .unit(let name): "'\(name)'"
    case .word(let word): word
    case .symbol(let symbol): symbol
    case .end: "the end"
    }
  }
}
