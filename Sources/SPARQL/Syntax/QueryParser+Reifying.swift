internal import RDF

/// Triples that are spoken about: `<<( s p o )>>`, `<< s p o ~ r >>`, `~ r` and `{| … |}`. SPARQL 1.2, section 4.3.
extension QueryParser {
  /// `<<( s p o )>>`, the triple itself.
  mutating func parseTripleTerm() throws(SPARQLError) -> PatternTerm {
    try enter()
    defer { leave() }
    try expect(.openTripleTerm)
    var nothing: [Algebra] = []
    let triple = try parseInnerTriple(into: &nothing, allowsReified: false)
    try expect(.closeTripleTerm)
    return Self.term(triple)
  }

  /// `<< s p o ~ r >>` stands for r, of which it says that it reifies the triple.
  mutating func parseReified(into elements: inout [Algebra]) throws(SPARQLError) -> PatternTerm {
    try enter()
    defer { leave() }
    try expect(.openReified)
    let triple = try parseInnerTriple(into: &elements, allowsReified: true)
    let reifier = try take(.tilde) ? try parseReifier() : try freshReifier()
    try expect(.closeReified)
    elements.append(Self.reifies(reifier, triple))
    return reifier
  }

  /// What stands behind an object and speaks of the triple that it ends.
  mutating func parseAnnotations(of element: Algebra, into elements: inout [Algebra], allowsPaths: Bool) throws(SPARQLError) {
    let triple: TriplePattern
    switch element {
    case .triple(let plain): triple = plain
    case .path(let subject, .link(let iri), let object): triple = TriplePattern(subject: subject, predicate: .term(.iri(iri)), object: object)
    default: throw error("only a triple can be annotated, not a path")
    }
    try enter()
    defer { leave() }
    var reifier: PatternTerm?
    while true {
      if try take(.tilde) {
        let next = try parseReifier()
        elements.append(Self.reifies(next, triple))
        reifier = next
      } else if try take(.openAnnotation) {
        // A block speaks of the reifier before it, or of one of its own.
        let subject: PatternTerm
        if let reifier {
          subject = reifier
        } else {
          subject = try freshReifier()
          elements.append(Self.reifies(subject, triple))
        }
        reifier = nil
        try parseProperties(of: subject, into: &elements, allowsPaths: allowsPaths)
        try expect(.closeAnnotation)
      } else {
        return
      }
    }
  }

  /// The name behind `~`; a new blank node where there is none.
  private mutating func parseReifier() throws(SPARQLError) -> PatternTerm {
    switch token.kind {
    case .variable, .iri, .name, .blank: return try parseInnerTerm()
    case .symbol(.openBracket): return try parseInnerTerm()
    default: return try freshReifier()
    }
  }

  private mutating func freshReifier() throws(SPARQLError) -> PatternTerm {
    guard allowsBlanks else { throw error("a reifier without a name is a blank node, which cannot stand here; name it with ~") }
    return .variable(freshVariable())
  }

  private mutating func parseInnerTriple(into elements: inout [Algebra], allowsReified: Bool) throws(SPARQLError) -> TriplePattern {
    func part(_ parser: inout QueryParser) throws(SPARQLError) -> PatternTerm {
      if parser.isNext(.openReified) {
        guard allowsReified else { throw parser.error("a triple term <<( … )>> has no reified triple inside") }
        return try parser.parseReified(into: &elements)
      }
      return try parser.parseInnerTerm()
    }
    let subject = try part(&self)
    let predicate: PatternTerm
    if case .variable = token.kind { predicate = .variable(try takePatternVariable()) } else { predicate = .term(.iri(try takeVerb())) }
    return TriplePattern(subject: subject, predicate: predicate, object: try part(&self))
  }

  /// A term, a variable, `[]` or a triple term; no lists and nothing with properties of its own.
  private mutating func parseInnerTerm() throws(SPARQLError) -> PatternTerm {
    if isNext(.openParenthesis) { throw error("a list cannot stand inside << >>") }
    if isNext(.openBracket) {
      guard allowsBlanks else { throw error("a blank node cannot stand here") }
      try advance()
      try expect(.closeBracket)
      return .variable(freshVariable())
    }
    var nothing: [Algebra] = []
    return try parseNode(into: &nothing, allowsPaths: false, hasContent: true).term
  }

  private static func reifies(_ reifier: PatternTerm, _ triple: TriplePattern) -> Algebra {
    .triple(TriplePattern(subject: reifier, predicate: .term(.iri(Vocabulary.RDF.reifies)), object: term(triple)))
  }

  /// A triple term as a constant where it is one.
  static func term(_ triple: TriplePattern) -> PatternTerm {
    guard case .term(let subject) = triple.subject, case .term(let predicate) = triple.predicate, case .term(let object) = triple.object else {
      return .triple(triple)
    }
    return .term(.triple(Triple(subject, predicate, object)))
  }

  /// Patterns in which every triple term with variables is a variable of its own, beside what that variable must be.
  mutating func unfolded(_ elements: [Algebra]) -> [Algebra] {
    var result: [Algebra] = []
    for element in elements {
      switch element {
      case .triple(let triple):
        let flat = TriplePattern(
          subject: unfolded(triple.subject, into: &result), predicate: triple.predicate, object: unfolded(triple.object, into: &result))
        result.append(.triple(flat))
      case .path(let subject, let path, let object):
        result.append(.path(unfolded(subject, into: &result), path, unfolded(object, into: &result)))
      case .lookup(let lookup):
        result.append(.lookup(Lookup(kind: lookup.kind, subject: unfolded(lookup.subject, into: &result), arguments: lookup.arguments)))
      default: result.append(element)
      }
    }
    return result
  }

  private mutating func unfolded(_ term: PatternTerm, into result: inout [Algebra]) -> PatternTerm {
    guard case .triple(let triple) = term else { return term }
    let variable = freshVariable()
    let inner = TriplePattern(
      subject: unfolded(triple.subject, into: &result), predicate: triple.predicate, object: unfolded(triple.object, into: &result))
    result.append(.unfold(variable, inner))
    return .variable(variable)
  }
}

extension PatternTerm {
  /// Neither a variable nor a triple term.
  var isPlain: Bool {
    if case .term(let term) = self { term.triple == nil } else { false }
  }
}
