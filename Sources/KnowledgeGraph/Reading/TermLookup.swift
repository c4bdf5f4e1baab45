internal import RDF

/// How the store tells kinds of terms apart in a row.
enum TermKind: Int64 {
  case iri = 1
  case blank = 2
  case literal = 3

  init(_ term: Term) {
    switch term {
    case .iri: self = .iri
    case .blank: self = .blank
    case .literal: self = .literal
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
    case .literal(let literal):
      hash.mix(literal.lexical)
      if let language = literal.language { hash.mix(language) }
      var rest = UInt64(bitPattern: datatype ?? 0)
      while rest > 0 {
        hash.mix(UInt8(truncatingIfNeeded: rest))
        rest >>= 8
      }
    }
    return hash.value
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
    switch term {
    case .iri(let text), .blank(let text):
      try statement.bind(text, at: 3)
      try statement.bind(.null, at: 5)
    case .literal(let literal):
      try statement.bind(literal.lexical, at: 3)
      try statement.bind(.text(literal.language), at: 5)
    }
    try statement.bind(.integer(datatype), at: 4)
    return try statement.step() ? statement.int64(0) : nil
  }
}

/// Literals have odd numbers, IRIs and blank nodes even ones.
extension EntityID {
  var isLiteral: Bool { rawValue & 1 == 1 }
}
