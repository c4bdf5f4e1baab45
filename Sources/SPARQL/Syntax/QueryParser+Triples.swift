internal import RDF

/// Triples of patterns and templates, with their abbreviations. Productions 55 and 75 to 109.
extension QueryParser {
  /// Triples up to what cannot be one; each a triple or a path.
  mutating func parseTriplesBlock() throws(SPARQLError) -> [Algebra] {
    var elements: [Algebra] = []
    while true {
      try parseSameSubject(into: &elements, allowsPaths: true)
      guard try take(.dot) else {
        guard !isSubjectNext else { throw unexpected("a dot is missing before") }
        return unfolded(elements)
      }
      guard isSubjectNext else { return unfolded(elements) }
    }
  }

  /// `{ triples }` without paths: what CONSTRUCT, INSERT and DELETE write.
  mutating func parseTemplate() throws(SPARQLError) -> [TriplePattern] {
    try expect(.openBrace)
    patternNumber += 1
    defer { patternNumber += 1 }
    var elements: [Algebra] = []
    while !isNext(.closeBrace) {
      try parseSameSubject(into: &elements, allowsPaths: false)
      guard try take(.dot) else { break }
    }
    try expect(.closeBrace)
    return Self.triples(elements)
  }

  static func triples(_ elements: [Algebra]) -> [TriplePattern] {
    elements.compactMap { if case .triple(let triple) = $0 { triple } else { nil } }
  }

  var isSubjectNext: Bool {
    switch token.kind {
    case .iri, .name, .blank, .variable, .text, .integer, .decimal, .double: true
    case .symbol(.openBracket), .symbol(.openParenthesis), .symbol(.plus), .symbol(.minus), .symbol(.openReified), .symbol(.openTripleTerm): true
    case .word(let word): word == "TRUE" || word == "FALSE"
    default: false
    }
  }

  mutating func parseSameSubject(into elements: inout [Algebra], allowsPaths: Bool) throws(SPARQLError) {
    guard isSubjectNext else { throw unexpected("a pattern is missing before") }
    let isNode = isNext(.openBracket) || isNext(.openParenthesis)
    let subject = try parseNode(into: &elements, allowsPaths: allowsPaths, hasContent: isNode)
    // `[ p o ]` and `( … )` say something by themselves; `[]` does not.
    if subject.saysSomething, !isVerbNext(allowsPaths: allowsPaths) { return }
    try parseProperties(of: subject.term, into: &elements, allowsPaths: allowsPaths)
  }

  private func isVerbNext(allowsPaths: Bool) -> Bool {
    switch token.kind {
    case .iri, .name, .variable: true
    case .word: isTypeKeyword
    case .symbol(.caret), .symbol(.bang), .symbol(.openParenthesis): allowsPaths
    default: false
    }
  }

  /// `a`, which is the one keyword that minds its case.
  var isTypeKeyword: Bool { isNext(word: "A") && lexer.bytes[token.start] == UInt8(ascii: "a") }

  mutating func parseProperties(of subject: PatternTerm, into elements: inout [Algebra], allowsPaths: Bool) throws(SPARQLError) {
    while true {
      guard isVerbNext(allowsPaths: allowsPaths) else { throw unexpected("a property is missing before") }
      if case .variable = token.kind {
        let predicate = PatternTerm.variable(try takePatternVariable())
        try parseObjects(into: &elements, allowsPaths: allowsPaths) { .triple(TriplePattern(subject: subject, predicate: predicate, object: $0)) }
      } else if allowsPaths {
        let path = try parsePath()
        if case .link(let predicate) = path, let kind = Lookup.kind(predicate) {
          try parseLookups(kind, of: subject, into: &elements)
        } else {
          try parseObjects(into: &elements, allowsPaths: true) { .path(subject, path, $0) }
        }
      } else {
        let predicate = PatternTerm.term(.iri(try takeVerb()))
        try parseObjects(into: &elements, allowsPaths: false) { .triple(TriplePattern(subject: subject, predicate: predicate, object: $0)) }
      }
      guard try take(.semicolon) else { return }
      while try take(.semicolon) {}
      guard isVerbNext(allowsPaths: allowsPaths) else { return }
    }
  }

  mutating func takeVerb() throws(SPARQLError) -> String {
    if isTypeKeyword {
      try advance()
      return Vocabulary.RDF.type
    }
    return try takeIRI()
  }

  private mutating func parseObjects(
    into elements: inout [Algebra], allowsPaths: Bool, _ make: (PatternTerm) -> Algebra
  ) throws(SPARQLError) {
    repeat {
      var inner: [Algebra] = []
      let object = try parseNode(into: &inner, allowsPaths: allowsPaths, hasContent: true)
      let made = make(object.term)
      simplify(made, into: &elements)
      elements += inner
      if isNext(.tilde) || isNext(.openAnnotation) { try parseAnnotations(of: made, into: &elements, allowsPaths: allowsPaths) }
    } while try take(.comma)
  }

  /// What stands behind `kg:matches` and its like: a term, or several in brackets, which are no collection here.
  private mutating func parseLookups(_ kind: Lookup.Kind, of subject: PatternTerm, into elements: inout [Algebra]) throws(SPARQLError) {
    func term(_ parser: inout QueryParser) throws(SPARQLError) -> PatternTerm {
      var inner: [Algebra] = []
      let node = try parser.parseNode(into: &inner, allowsPaths: false, hasContent: false)
      guard inner.isEmpty, node.term.variable != nil || node.term.isPlain else { throw parser.error("\(kind.name) takes plain terms and variables") }
      return node.term
    }
    repeat {
      var arguments: [PatternTerm] = []
      if try take(.openParenthesis) {
        while try !take(.closeParenthesis) { arguments.append(try term(&self)) }
      } else {
        arguments = [try term(&self)]
      }
      guard (1...kind.mostArguments).contains(arguments.count) else {
        throw error("\(kind.name) takes 1 to \(kind.mostArguments) terms, not \(arguments.count)")
      }
      elements.append(.lookup(Lookup(kind: kind, subject: subject, arguments: arguments)))
    } while try take(.comma)
  }

  /// Paths that are plain triples become some. Section 18.2.2.4.
  private mutating func simplify(_ element: Algebra, into elements: inout [Algebra]) {
    guard case .path(let subject, let path, let object) = element else {
      elements.append(element)
      return
    }
    switch path {
    case .link(let iri): elements.append(.triple(TriplePattern(subject: subject, predicate: .term(.iri(iri)), object: object)))
    case .inverse(let inner): simplify(.path(object, inner, subject), into: &elements)
    case .sequence(let steps):
      var from = subject
      for (index, step) in steps.enumerated() {
        let to = index == steps.count - 1 ? object : .variable(freshVariable())
        simplify(.path(from, step, to), into: &elements)
        from = to
      }
    default: elements.append(element)
    }
  }

  mutating func takePatternVariable() throws(SPARQLError) -> Variable {
    guard allowsVariables else { throw error("a variable cannot stand in data") }
    return try takeVariable()
  }

  /// A term, variable, collection or bracketed blank node; what its brackets say goes into `elements`.
  mutating func parseNode(
    into elements: inout [Algebra], allowsPaths: Bool, hasContent: Bool
  ) throws(SPARQLError) -> (term: PatternTerm, saysSomething: Bool) {
    switch token.kind {
    case .variable: return (.variable(try takePatternVariable()), false)
    case .iri, .name: return (.term(.iri(try takeIRI())), false)
    case .blank(let label):
      guard allowsBlanks else { throw error("a blank node cannot stand here") }
      let known = blankPatterns.updateValue(patternNumber, forKey: label)
      guard known == nil || known == patternNumber else { throw error("the blank node _:\(label) stands in two patterns; use a variable") }
      try advance()
      return (.variable(variable(named: "_:" + label)), false)
    case .symbol(.openBracket):
      guard allowsBlanks else { throw error("a blank node cannot stand here") }
      try enter()
      defer { leave() }
      try advance()
      let node = PatternTerm.variable(freshVariable())
      if try take(.closeBracket) { return (node, false) }
      try parseProperties(of: node, into: &elements, allowsPaths: allowsPaths)
      try expect(.closeBracket)
      return (node, true)
    case .symbol(.openParenthesis): return try parseCollection(into: &elements, allowsPaths: allowsPaths)
    case .symbol(.openReified): return (try parseReified(into: &elements), true)
    case .symbol(.openTripleTerm): return (try parseTripleTerm(), false)
    default:
      guard let literal = try takeLiteral(allowsSign: true) else { throw unexpected("a term is missing before") }
      return (.term(.literal(literal)), false)
    }
  }

  private mutating func parseCollection(
    into elements: inout [Algebra], allowsPaths: Bool
  ) throws(SPARQLError) -> (term: PatternTerm, saysSomething: Bool) {
    try enter()
    defer { leave() }
    try advance()
    if try take(.closeParenthesis) { return (.term(.iri(Vocabulary.RDF.nil)), false) }
    guard allowsBlanks else { throw error("a collection is made of blank nodes, which cannot stand here") }
    let head = PatternTerm.variable(freshVariable())
    var cell = head
    while true {
      var inner: [Algebra] = []
      let item = try parseNode(into: &inner, allowsPaths: allowsPaths, hasContent: true)
      elements.append(.triple(TriplePattern(subject: cell, predicate: .term(.iri(Vocabulary.RDF.first)), object: item.term)))
      elements += inner
      let isLast = try take(.closeParenthesis)
      let next: PatternTerm = isLast ? .term(.iri(Vocabulary.RDF.nil)) : .variable(freshVariable())
      elements.append(.triple(TriplePattern(subject: cell, predicate: .term(.iri(Vocabulary.RDF.rest)), object: next)))
      if isLast { return (head, true) }
      cell = next
    }
  }
}
