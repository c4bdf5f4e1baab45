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

  /// How long the mark is that ``own(_:)`` put before a label; 0 where there is none.
  static func markLength(of label: String) -> Int {
    let bytes = Array(label.utf8.prefix(18))
    return bytes.count == 18 && bytes[0] == UInt8(ascii: "b") && bytes[17] == UInt8(ascii: "-") ? 18 : 0
  }
}
