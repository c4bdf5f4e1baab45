internal import RDF

/// Updates. Productions 29 to 53.
extension QueryParser {
  mutating func parseUpdate() throws(SPARQLError) -> UpdateSyntax {
    var update = UpdateSyntax()
    try parsePrologue()
    while token.kind != .end {
      update.operations.append(try parseOperation())
      guard update.operations.count <= 10_000 else { throw error("an update has at most 10000 operations") }
      guard try take(.semicolon) else { break }
      try parsePrologue()
    }
    guard token.kind == .end else { throw unexpected("the update should end before") }
    update.names = names
    update.operations = update.operations.map { operation in
      guard case .modify(let deleted, let inserted, var pattern, let with) = operation else { return operation }
      pattern.names = names
      return .modify(deleted: deleted, inserted: inserted, pattern: pattern, with: with)
    }
    return update
  }

  private mutating func parseOperation() throws(SPARQLError) -> UpdateSyntax.Operation {
    guard case .word(let word) = token.kind else { throw unexpected("INSERT, DELETE or another change is missing before") }
    switch word {
    case "INSERT", "DELETE", "WITH": return try parseChange()
    case "CLEAR", "DROP":
      try advance()
      let isSilent = try take(word: "SILENT")
      if try take(word: "DEFAULT") { return .clear(.standard, isSilent: isSilent) }
      if try take(word: "NAMED") { return .clear(.named, isSilent: isSilent) }
      if try take(word: "ALL") { return .clear(.all, isSilent: isSilent) }
      try expect(word: "GRAPH")
      return .clear(.one(try takeIRI()), isSilent: isSilent)
    case "CREATE":
      try advance()
      _ = try take(word: "SILENT")
      try expect(word: "GRAPH")
      _ = try takeIRI()
      return .nothing
    case "LOAD":
      try advance()
      let isSilent = try take(word: "SILENT")
      let source = try takeIRI()
      if try take(word: "INTO") {
        try expect(word: "GRAPH")
        _ = try takeIRI()
      }
      return .load(source, isSilent: isSilent)
    case "ADD", "MOVE", "COPY":
      try advance()
      _ = try take(word: "SILENT")
      let from = try parseGraphOrDefault()
      try expect(word: "TO")
      let to = try parseGraphOrDefault()
      if from == to { return .nothing }
      return .transfer(from: from, to: to, keepsTarget: word == "ADD", keepsSource: word != "MOVE")
    default: throw unexpected("INSERT, DELETE or another change is missing before")
    }
  }

  private mutating func parseGraphOrDefault() throws(SPARQLError) -> String? {
    if try take(word: "DEFAULT") { return nil }
    _ = try take(word: "GRAPH")
    return try takeIRI()
  }

  private mutating func parseChange() throws(SPARQLError) -> UpdateSyntax.Operation {
    var with: String?
    if try take(word: "WITH") { with = try takeIRI() }
    var deleted: [UpdateSyntax.Template] = []
    var inserted: [UpdateSyntax.Template] = []
    var query = QuerySyntax()
    // Only the labels of data count for the whole update: those of templates and patterns end with their operation.
    let labels = blankPatterns
    if try take(word: "DELETE") {
      if with == nil, try take(word: "DATA") {
        return .deleteData(try parseQuads(allowsVariables: false, allowsBlanks: false))
      }
      if with == nil, try take(word: "WHERE") {
        deleted = try parseQuads(allowsVariables: true, allowsBlanks: false)
        query.select.pattern = .join(deleted.map { pattern($0) })
        return .modify(deleted: deleted, inserted: [], pattern: query, with: nil)
      }
      deleted = try parseQuads(allowsVariables: true, allowsBlanks: false)
      if try take(word: "INSERT") { inserted = try parseQuads(allowsVariables: true, allowsBlanks: true) }
    } else {
      try expect(word: "INSERT")
      if with == nil, try take(word: "DATA") {
        return .insertData(try parseQuads(allowsVariables: false, allowsBlanks: true))
      }
      inserted = try parseQuads(allowsVariables: true, allowsBlanks: true)
    }
    while try take(word: "USING") {
      if try take(word: "NAMED") { query.fromNamed = (query.fromNamed ?? []) + [try takeIRI()] } else { query.from = (query.from ?? []) + [try takeIRI()] }
    }
    if query.from != nil || query.fromNamed != nil {
      query.from = query.from ?? []
      query.fromNamed = query.fromNamed ?? []
    } else if let with {
      query.from = [with]
    }
    try expect(word: "WHERE")
    blankPatterns.removeAll()
    query.select.pattern = try parseGroup()
    blankPatterns = labels
    return .modify(deleted: deleted, inserted: inserted, pattern: query, with: with)
  }

  private mutating func pattern(_ template: UpdateSyntax.Template) -> Algebra {
    let parts = unfolded([.triple(template.triple)])
    let pattern = parts.count == 1 ? parts[0] : .join(parts)
    return template.graph.map { .graph($0, pattern) } ?? pattern
  }

  /// `{ triples GRAPH name { triples } … }`
  private mutating func parseQuads(allowsVariables: Bool, allowsBlanks: Bool) throws(SPARQLError) -> [UpdateSyntax.Template] {
    let before = (self.allowsVariables, self.allowsBlanks)
    (self.allowsVariables, self.allowsBlanks) = (allowsVariables, allowsBlanks)
    defer { (self.allowsVariables, self.allowsBlanks) = before }
    try expect(.openBrace)
    // One label is one node in the whole braces, in no other braces of the update.
    patternNumber += 1
    var templates: [UpdateSyntax.Template] = []
    while try !take(.closeBrace) {
      if try take(word: "GRAPH") {
        let name: PatternTerm
        if case .variable = token.kind { name = .variable(try takePatternVariable()) } else { name = .term(.iri(try takeIRI())) }
        try expect(.openBrace)
        var elements: [Algebra] = []
        while !isNext(.closeBrace) {
          try parseSameSubject(into: &elements, allowsPaths: false)
          guard try take(.dot) else { break }
        }
        try expect(.closeBrace)
        templates += Self.triples(elements).map { UpdateSyntax.Template(triple: $0, graph: name) }
        _ = try take(.dot)
      } else {
        var elements: [Algebra] = []
        try parseSameSubject(into: &elements, allowsPaths: false)
        templates += Self.triples(elements).map { UpdateSyntax.Template(triple: $0, graph: nil) }
        guard try take(.dot) || isNext(.closeBrace) || isNext(word: "GRAPH") else { throw unexpected("a dot is missing before") }
      }
    }
    patternNumber += 1
    return templates
  }
}
