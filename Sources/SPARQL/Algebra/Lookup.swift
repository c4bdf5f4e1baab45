internal import RDF

/// A pattern whose triples are not stored: full text, vectors, predicted links. What stands in brackets behind the property are its arguments.
struct Lookup: Sendable {
  enum Kind: Sendable {
    /// `?x kg:matches "words"` or `("words" ?score)`
    case matches
    /// `?x kg:similarTo "text"` or `("text" ?score)`
    case similarTo
    /// `?s kg:predicted ?o`, `(?relation ?o)` or `(?relation ?o ?probability)`
    case predicted

    var name: String {
      switch self {
      case .matches: "kg:matches"
      case .similarTo: "kg:similarTo"
      case .predicted: "kg:predicted"
      }
    }

    /// The most terms that may stand in its brackets.
    var mostArguments: Int { self == .predicted ? 3 : 2 }
  }

  let kind: Kind
  let subject: PatternTerm
  let arguments: [PatternTerm]

  static func kind(_ predicate: String) -> Kind? {
    guard predicate.hasPrefix(Vocabulary.KG.namespace) else { return nil }
    switch predicate.dropFirst(Vocabulary.KG.namespace.count) {
    case "matches": return .matches
    case "similarTo": return .similarTo
    case "predicted": return .predicted
    default: return nil
    }
  }

  /// A plain triple with such a property, as templates' short forms write it.
  init?(_ triple: TriplePattern) {
    guard case .term(.iri(let predicate)) = triple.predicate, let kind = Self.kind(predicate) else { return nil }
    self.init(kind: kind, subject: triple.subject, arguments: [triple.object])
  }

  init(kind: Kind, subject: PatternTerm, arguments: [PatternTerm]) {
    self.kind = kind
    self.subject = subject
    self.arguments = arguments
  }

  var variables: [Variable] { ([subject] + arguments).compactMap(\.variable) }

  /// The link that is predicted: its relation where one is named, and its object.
  var link: (relation: PatternTerm?, object: PatternTerm) {
    arguments.count == 1 ? (nil, arguments[0]) : (arguments[0], arguments[1])
  }
}
