/// One node of an RDF graph: an IRI, a blank node or a literal.
///
/// Source: RDF 1.1 Concepts, section 3. Two terms are equal exactly when RDF says that they are the same term: lexical forms are compared
/// as written (`"01"` and `"1"` differ), language tags in lower case.
public enum Term: Hashable, Sendable {
  /// An absolute IRI, without angle brackets.
  case iri(String)
  /// A blank node's label, without `_:`. Its scope is the document it was read from.
  case blank(String)
  case literal(Literal)

  /// The IRI when the term is one.
  public var iri: String? {
    if case .iri(let value) = self { value } else { nil }
  }

  /// The literal when the term is one.
  public var literal: Literal? {
    if case .literal(let value) = self { value } else { nil }
  }
}

extension Term: CustomStringConvertible {
  /// The term as N-Triples writes it.
  public var description: String { RDFWriter.ntriples(self) }
}
