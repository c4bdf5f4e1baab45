internal import RDF

/// Gives a source's blank nodes names of their own in the store: the same source always the same ones.
struct BlankScope {
  private let prefix: String
  private let keepsMarked: Bool

  init(_ sha256: String) {
    prefix = "b" + sha256.prefix(16) + "-"
    keepsMarked = false
  }

  /// A source that is used once: what a person says now. A node with a source's mark is one of the store's and stays itself.
  static func once() -> BlankScope {
    let digits = String(UInt64.random(in: 0...UInt64.max), radix: 16)
    return BlankScope(prefix: "b" + String(repeating: "0", count: 16 - digits.utf8.count) + digits + "-", keepsMarked: true)
  }

  private init(prefix: String, keepsMarked: Bool) {
    self.prefix = prefix
    self.keepsMarked = keepsMarked
  }

  func own(_ term: Term) -> Term {
    switch term {
    case .iri, .literal: term
    case .blank(let label): keepsMarked && Self.markLength(of: label) > 0 ? term : .blank(prefix + label)
    case .triple(let triple): .triple(Triple(own(triple.subject), triple.predicate, own(triple.object)))
    }
  }

  /// How long the mark is that ``own(_:)`` put before a label; 0 where there is none.
  static func markLength(of label: String) -> Int {
    let bytes = Array(label.utf8.prefix(18))
    return bytes.count == 18 && bytes[0] == UInt8(ascii: "b") && bytes[17] == UInt8(ascii: "-") ? 18 : 0
  }
}
