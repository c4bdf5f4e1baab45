internal import RDF

/// The project's own predicates, whose triples are not stored: full text, vectors, predicted links.
extension Planner {
  static let matches = Vocabulary.KG.namespace + "matches"
  static let similarTo = Vocabulary.KG.namespace + "similarTo"
  static let predicted = Vocabulary.KG.namespace + "predicted"

  static func isExtension(_ predicate: String) -> Bool { predicate == matches || predicate == similarTo || predicate == predicted }

  func planExtension(_ predicate: String, _ triple: TriplePattern) throws -> Operator? {
    guard Self.isExtension(predicate) else { return nil }
    let (subject, object) = (try position(triple.subject), try position(triple.object))
    let options = x.options
    switch predicate {
    case Self.matches:
      return TextOperator(subject, object, name: "kg:matches") { x, text in
        guard let found = try x.source.textMatches(text, limit: options.textMatches) else {
          throw SPARQLError(.unavailable, "kg:matches needs a store with full text, and this source has none")
        }
        return found
      }
    case Self.similarTo:
      return TextOperator(subject, object, name: "kg:similarTo") { _, text in
        guard let similar = options.similar else {
          throw SPARQLError(.unavailable, "kg:similarTo needs an encoder of texts, and none is loaded; see `kgassist models`")
        }
        return try similar(text)
      }
    default:
      guard let predicted = options.predicted else {
        throw SPARQLError(.unavailable, "kg:predicted needs graph embeddings, and none are trained; run `kgassist train graph` first")
      }
      return PredictionOperator(subject, object, predicted)
    }
  }
}
