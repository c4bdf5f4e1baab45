internal import RDF

/// The project's own predicates, whose triples are not stored: full text, vectors, predicted links.
extension Planner {
  func planLookup(_ lookup: Lookup) throws -> Operator {
    let subject = try position(lookup.subject)
    let options = x.options
    switch lookup.kind {
    case .matches:
      return TextOperator(subject, try lookup.arguments.map(position), name: lookup.kind.name) { source, text in
        guard let found = try source.textMatches(text, limit: options.textMatches) else {
          throw SPARQLError(.unavailable, "kg:matches needs a store with full text, and this source has none")
        }
        return found
      }
    case .similarTo:
      return TextOperator(subject, try lookup.arguments.map(position), name: lookup.kind.name) { source, text in
        guard let found = try source.similarTexts(text, limit: options.similarTexts) else {
          throw SPARQLError(.unavailable, "kg:similarTo needs an encoder of texts, and none is loaded; see `kgassist models`")
        }
        return found
      }
    case .predicted:
      let (relation, object) = lookup.link
      return PredictionOperator(
        subject, relation: try relation.map(position) ?? .slot(newSlot()), try position(object),
        probability: try lookup.arguments.count == 3 ? position(lookup.arguments[2]) : .slot(newSlot()), limit: options.predictedLinks)
    }
  }
}
