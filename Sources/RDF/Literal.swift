/// A value in its written form with its datatype, or a text with its language.
///
/// The written form is kept as it was (`"01"^^xsd:integer` stays `01`).
public struct Literal: Hashable, Sendable {
  public let lexical: String
  /// The datatype's absolute IRI; `rdf:langString` exactly when `language` is set.
  public let datatype: String
  /// A BCP 47 tag in lower case.
  public let language: String?

  public init(_ lexical: String, datatype: String = Vocabulary.XSD.string) {
    self.lexical = lexical
    self.datatype = datatype
    self.language = nil
  }

  public init(_ lexical: String, language: String) {
    self.lexical = lexical
    self.datatype = Vocabulary.RDF.langString
    self.language = language.lowercased()
  }

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
