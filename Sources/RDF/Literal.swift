/// A value in its written form with its datatype, or a text with its language.
///
/// The written form is kept as it was (`"01"^^xsd:integer` stays `01`).
public struct Literal: Hashable, Sendable {
  /// Which way a text runs (RDF 1.2): `"…"@ar--rtl`.
  public enum Direction: String, Hashable, Sendable {
    case leftToRight = "ltr"
    case rightToLeft = "rtl"
  }

  public let lexical: String
  /// The datatype's absolute IRI; `rdf:langString` exactly when `language` is set without `direction`, `rdf:dirLangString` when with it.
  public let datatype: String
  /// A BCP 47 tag in lower case.
  public let language: String?
  /// Set only beside `language`.
  public let direction: Direction?

  public init(_ lexical: String, datatype: String = Vocabulary.XSD.string) {
    self.lexical = lexical
    self.datatype = datatype
    self.language = nil
    self.direction = nil
  }

  public init(_ lexical: String, language: String, direction: Direction? = nil) {
    self.lexical = lexical
    self.datatype = direction == nil ? Vocabulary.RDF.langString : Vocabulary.RDF.dirLangString
    self.language = language.lowercased()
    self.direction = direction
  }

  /// What is written after `@`: the language, and the direction where there is one.
  public var languageTag: String? {
    guard let language else { return nil }
    return direction.map { "\(language)--\($0.rawValue)" } ?? language
  }

  /// A text with a tag as ``languageTag`` writes it.
  public init(_ lexical: String, languageTag tag: String) {
    let bytes = tag.utf8
    if bytes.count > 5, let direction = Direction(rawValue: String(tag.suffix(3))), tag.dropLast(3).hasSuffix("--") {
      self.init(lexical, language: String(tag.dropLast(5)), direction: direction)
    } else {
      self.init(lexical, language: tag)
    }
  }

  public static func == (a: Literal, b: Literal) -> Bool {
    ScalarText.areEqual(a.lexical, b.lexical) && a.direction == b.direction && ScalarText.areEqual(a.language, b.language)
      && ScalarText.areEqual(a.datatype, b.datatype)
  }

  /// The written form alone tells nearly all literals apart; hashing the other parts would cost more than the few collisions do.
  public func hash(into hasher: inout Hasher) { ScalarText.hash(lexical, into: &hasher) }

  /// The number that the literal stands for, when its datatype is one of XSD's numeric types and its form is valid; INF and NaN included.
  public var number: Double? {
    guard XSD.numeric.contains(datatype) else { return nil }
    switch lexical {
    case "INF", "+INF": return .infinity
    case "-INF": return -.infinity
    case "NaN": return .nan
    default:
      // Swift would also read "0x1p3", "inf" and "nan", which XSD does not know.
      guard lexical.utf8.allSatisfy({ Self.numberBytes.contains($0) }) else { return nil }
      return Double(lexical)
    }
  }

  private static let numberBytes = Set("0123456789+-.eE".utf8)
  private typealias XSD = Vocabulary.XSD
}
