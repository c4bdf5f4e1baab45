internal import RDF

/// How the store tells kinds of terms apart in a row.
enum TermKind: Int64 {
  case iri = 1
  case blank = 2
  case literal = 3
  /// Its lexical form is the triple as N-Triples writes it, without brackets: it depends on no other row.
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

  static func find(_ term: Term, datatype: Int64?, on connection: Connection) throws -> Int64? {
    let statement = try connection.prepare(
      """
      SELECT t.id FROM term_hash h JOIN term t ON t.id = h.id
      WHERE h.hash = ?1 AND t.kind = ?2 AND t.lexical = ?3 AND t.datatype IS ?4 AND t.language IS ?5
      """)
    defer { statement.reset() }
    try statement.bind(hash(term, datatype: datatype), at: 1)
    try statement.bind(TermKind(term).rawValue, at: 2)
    try statement.bind(storedText(term), at: 3)
    try statement.bind(.text(term.literal?.languageTag), at: 5)
    try statement.bind(.integer(datatype), at: 4)
    return try statement.step() ? statement.int64(0) : nil
  }
}

/// Literals have odd numbers, IRIs and blank nodes even ones.
extension EntityID {
  var isLiteral: Bool { rawValue & 1 == 1 }
}
