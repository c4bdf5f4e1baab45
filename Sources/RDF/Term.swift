/// One node of an RDF graph: an IRI, a blank node, a literal or a triple that is spoken about.
///
/// Source: RDF 1.2 Concepts, section 3. Two terms are equal exactly when RDF says that they are the same term: lexical forms are compared
/// as written (`"01"` and `"1"` differ) and byte by byte (é as one character and as two differ), language tags in lower case.
public enum Term: Hashable, Sendable {
  /// An absolute IRI, without angle brackets.
  case iri(String)
  /// A blank node's label, without `_:`. Its scope is the document it was read from.
  case blank(String)
  case literal(Literal)
  /// A triple term, `<<( s p o )>>`: names a triple without asserting it. Stands only where an object stands.
  indirect case triple(Triple)

  /// The IRI when the term is one.
  public var iri: String? {
    if case .iri(let value) = self { value } else { nil }
  }

  /// The literal when the term is one.
  public var literal: Literal? {
    if case .literal(let value) = self { value } else { nil }
  }

  /// The triple when the term is one.
  public var triple: Triple? {
    if case .triple(let value) = self { value } else { nil }
  }
}

extension Term {
  public static func == (a: Term, b: Term) -> Bool {
    switch (a, b) {
    case (.iri(let x), .iri(let y)), (.blank(let x), .blank(let y)): ScalarText.areEqual(x, y)
    case (.literal(let x), .literal(let y)): x == y
    case (.triple(let x), .triple(let y)): x == y
    default: false
    }
  }

  public func hash(into hasher: inout Hasher) {
    switch self {
    case .iri(let text), .blank(let text): ScalarText.hash(text, into: &hasher)
    case .literal(let literal): literal.hash(into: &hasher)
    case .triple(let triple): triple.hash(into: &hasher)
    }
  }
}

extension Term: CustomStringConvertible {
  /// The term as N-Triples writes it.
  public var description: String { RDFWriter.ntriples(self) }
}
