internal import RDF

/// A graph pattern as the operators of SPARQL 1.1, section 18.2. What may stand in a long row in a query is a list here, so that the depth of the
/// tree is the depth of the query's brackets.
indirect enum Algebra: Sendable {
  /// One solution that binds nothing.
  case unit
  case triple(TriplePattern)
  case path(PatternTerm, PropertyPath, PatternTerm)
  case lookup(Lookup)
  /// The variable is a triple term whose parts are these. Made of triple terms with variables in them, each of which stands for a variable here.
  case unfold(Variable, TriplePattern)
  case join([Algebra])
  case leftJoin(Algebra, Algebra, Expression?)
  case filter(Expression, Algebra)
  case union([Algebra])
  case graph(PatternTerm, Algebra)
  case extend(Algebra, Variable, Expression)
  case minus(Algebra, Algebra)
  case values([Variable], [[Term?]])
  case select(Select)
  /// Federation, which is refused when the query is planned; its syntax is known so that the refusal can say so.
  case service(String)

  static func joining(_ left: Algebra, _ right: Algebra) -> Algebra {
    switch (left, right) {
    case (.unit, _): right
    case (_, .unit): left
    case (.join(let items), _): .join(items + [right])
    default: .join([left, right])
    }
  }
}

/// A place of a pattern.
indirect enum PatternTerm: Equatable, Sendable {
  case variable(Variable)
  case term(Term)
  /// `<<( s p o )>>` with something in it that is not known yet. Stands in templates; in patterns it becomes an ``Algebra/unfold(_:_:)``.
  case triple(TriplePattern)

  var variable: Variable? {
    if case .variable(let variable) = self { variable } else { nil }
  }

  /// Those inside of triple terms too.
  var variables: [Variable] {
    switch self {
    case .variable(let variable): [variable]
    case .term: []
    case .triple(let triple): triple.variables
    }
  }
}

struct TriplePattern: Equatable, Sendable {
  let subject, predicate, object: PatternTerm
}

/// How to get from one node to another. Section 18.1.7.
indirect enum PropertyPath: Sendable {
  case link(String)
  case inverse(PropertyPath)
  case sequence([PropertyPath])
  case alternative([PropertyPath])
  case zeroOrMore(PropertyPath)
  case oneOrMore(PropertyPath)
  case zeroOrOne(PropertyPath)
  /// Any property but these; and against their direction any but those. A nil list is a direction that is not taken at all.
  case negated(forward: [String]?, backward: [String]?)
}
