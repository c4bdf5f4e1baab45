internal import RDF

/// Gives a source's blank nodes names of their own in the store: the same source always the same ones.
struct BlankScope {
  private let prefix: String

  init(_ sha256: String) { prefix = "b" + sha256.prefix(16) + "-" }

  func own(_ term: Term) -> Term {
    switch term {
    case .iri, .literal: term
    case .blank(let label): .blank(prefix + label)
    case .triple(let triple): .triple(Triple(own(triple.subject), triple.predicate, own(triple.object)))
    }
  }
}
