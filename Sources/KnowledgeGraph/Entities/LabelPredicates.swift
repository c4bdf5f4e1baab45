internal import RDF

/// The predicates that name and define things.
enum LabelPredicates {
  /// Whether a literal behind this predicate is a name of the subject, and whether it is a main one.
  static func isPreferred(_ iri: String) -> Bool? { all[iri] }

  private static let all: [String: Bool] = [
    Vocabulary.RDFS.label: true, Vocabulary.SKOS.prefLabel: true, Vocabulary.SKOS.altLabel: false,
    // What OBO ontologies and schema.org use for aliases and names.
    "http://www.geneontology.org/formats/oboInOwl#hasExactSynonym": false, "http://schema.org/name": true,
    "http://schema.org/alternateName": false,
  ]

  static var iris: [String] { Array(all.keys) }

  /// Smaller is better as the one label to show: main names before aliases, English and unmarked before other languages.
  static func rank(_ predicate: String, language: String?) -> Int {
    let kind =
      switch predicate {
      case Vocabulary.SKOS.prefLabel: 0
      case Vocabulary.RDFS.label: 1
      default: isPreferred(predicate) == true ? 2 : 3
      }
    let isForeign = language.map { $0 != "en" && !$0.hasPrefix("en-") } ?? false
    return kind + (isForeign ? 2 : 0)
  }

  /// Where a definition is looked for, in this order.
  static let definitions = [Vocabulary.SKOS.definition, "http://purl.obolibrary.org/obo/IAO_0000115", Vocabulary.RDFS.comment]
}
