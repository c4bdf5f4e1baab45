internal import RDF

/// How the store tells kinds of terms apart in a row.
enum TermKind: Int64 {
  case iri = 1
  case blank = 2
  case literal = 3
  /// Its lexical form is the triple term as N-Triples writes it: it depends on no other row.
  case triple = 4

  init(_ term: Term) {
    switch term {
    case .iri: self = .iri
    case .blank: self = .blank
    case .literal: self = .literal
    case .triple: self = .triple
    }
  }
}

/// Finds a term's number through the hash of its parts.
enum TermLookup {
  static func hash(_ term: Term, datatype: Int64?) -> Int64 {
    var hash = StoredHash()
    hash.mix(UInt8(TermKind(term).rawValue))
    switch term {
    case .iri(let text), .blank(let text): hash.mix(text)
    case .triple: hash.mix(term.description)
    case .literal(let literal):
      hash.mix(literal.lexical)
      if let tag = literal.languageTag { hash.mix(tag) }
      var rest = UInt64(bitPattern: datatype ?? 0)
      while rest > 0 {
        hash.mix(UInt8(truncatingIfNeeded: rest))
        rest >>= 8
      }
    }
    return hash.value
  }

  /// What stands in the column `lexical`.
  static func storedText(_ term: Term) -> String {
    switch term {
    case .iri(let text), .blank(let text): text
    case .literal(let literal): literal.lexical
    case .triple: term.description
    }
  }

  static func find(_ term: Term, datatype: Int64?, namespaces: NamespaceTexts, on connection: Connection) throws -> Int64? {
    guard case .literal(let literal) = term else { return try findNamed(term, namespaces, connection) }
    let statement = try connection.prepare(
      """
      SELECT t.id, t.lexical FROM term_hash h JOIN term t ON t.id = h.id
      WHERE h.hash = ?1 AND t.kind = ?2 AND t.datatype IS ?3 AND t.language IS ?4
      """)
    defer { statement.reset() }
    try statement.bind(hash(term, datatype: datatype), at: 1)
    try statement.bind(TermKind.literal.rawValue, at: 2)
    try statement.bind(.integer(datatype), at: 3)
    try statement.bind(.text(literal.languageTag), at: 4)
    while try statement.step() {
      if try statement.termText(1).utf8.elementsEqual(literal.lexical.utf8) { return statement.int64(0) }
    }
    return nil
  }

  /// What is no literal may be stored in two parts, which are put together to be compared.
  private static func findNamed(_ term: Term, _ namespaces: NamespaceTexts, _ connection: Connection) throws -> Int64? {
    let wanted = storedText(term)
    let statement = try connection.prepare(
      "SELECT t.id, t.lexical, t.datatype FROM term_hash h JOIN term t ON t.id = h.id WHERE h.hash = ?1 AND t.kind = ?2")
    defer { statement.reset() }
    try statement.bind(hash(term, datatype: nil), at: 1)
    try statement.bind(TermKind(term).rawValue, at: 2)
    while try statement.step() {
      let local = statement.text(1)
      let text = try statement.optionalInt64(2).map { try namespaces.text($0) + local } ?? local
      if text.utf8.elementsEqual(wanted.utf8) { return statement.int64(0) }
    }
    return nil
  }
}

// Literals have odd numbers, IRIs and blank nodes even ones.
extension EntityID {
  /// Whether the term is a literal, told from its number.
  public var isLiteral: Bool { rawValue & 1 == 1 }
}
