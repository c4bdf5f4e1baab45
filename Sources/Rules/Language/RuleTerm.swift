public import RDF

/// One position of a rule's pattern.
public enum RuleTerm: Sendable, Hashable {
  /// Without the question mark.
  case variable(String)
  case constant(Term)
}
