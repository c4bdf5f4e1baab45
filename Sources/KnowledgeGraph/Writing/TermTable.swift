internal import RDF

/// The dictionary of terms as the writer sees it: finds a term's number or gives it one, with the recent ones in memory.
final class TermTable {
  private let connection: Connection
  /// Used for every new term of a load, where looking a statement up by its text would be a tenth of the work.
  private lazy var insertions = Result { try Insertions(connection) }
  private var numbers: [Term: Int64] = [:]
  /// Every datatype that a literal has, and perhaps some that none has any more; nil until a removal asks.
  private var datatypes: Set<Int64>?
  private var counters: [String: Int64] = [:]
  private var savedCounters: [String: Int64] = [:]

  init(_ connection: Connection) { self.connection = connection }

  /// The term's number; a new one when the store has none.
  ///
  /// - Parameter isPredicate: gives a new IRI one of the low numbers.
  func intern(_ term: Term, isPredicate: Bool = false) throws -> Int64 {
    if let known = numbers[term] { return known }
    var datatype: Int64?
    if case .literal(let literal) = term, literal.language == nil, literal.datatype != Vocabulary.XSD.string {
      datatype = try intern(.iri(literal.datatype))
    }
    let number = try TermLookup.find(term, datatype: datatype, on: connection) ?? insert(term, datatype: datatype, isPredicate: isPredicate)
    // Bounded, so that a load of any size fits into memory: the hash index finds what was dropped.
    if numbers.count >= 400_000 { numbers.removeAll(keepingCapacity: true) }
    numbers[term] = number
    return number
  }

  private func insert(_ term: Term, datatype: Int64?, isPredicate: Bool) throws -> Int64 {
    let number = try next(TermKind(term) == .literal ? "next_literal" : isPredicate ? "next_predicate" : "next_term", step: 2)
    let insertTerm = try insertions.get().term
    try insertTerm.bind(number, at: 1)
    try insertTerm.bind(TermKind(term).rawValue, at: 2)
    try insertTerm.bind(TermLookup.storedText(term), at: 3)
    try insertTerm.bind(.text(term.literal?.languageTag), at: 5)
    try insertTerm.bind(.integer(datatype), at: 4)
    if let datatype { datatypes?.insert(datatype) }
    try insertTerm.run()
    let insertHash = try insertions.get().hash
    try insertHash.bind(TermLookup.hash(term, datatype: datatype), at: 1)
    try insertHash.bind(number, at: 2)
    try insertHash.run()
    return number
  }

  /// Removes a term that nothing names any more.
  func remove(_ number: Int64, _ term: Term, datatype: Int64?) throws {
    try connection.run("DELETE FROM term_hash WHERE hash = ?1 AND id = ?2", .integer(TermLookup.hash(term, datatype: datatype)), .integer(number))
    try connection.run("DELETE FROM term WHERE id = ?1", .integer(number))
    numbers[term] = nil
  }

  /// Whether a literal has this datatype. Terms are scanned once for all datatypes, which are few: an index would be large.
  func isDatatype(_ number: Int64) throws -> Bool {
    let known = try datatypes ?? Set(connection.rows("SELECT DISTINCT datatype FROM term WHERE datatype IS NOT NULL") { $0.int64(0) })
    datatypes = known
    guard known.contains(number) else { return false }
    return try connection.number("SELECT EXISTS(SELECT 1 FROM term WHERE datatype = ?1)", .integer(number)) != 0
  }

  func nextTriple() throws -> Int64 { try next("next_triple", step: 1) }

  /// Counters never go back, so that a number never comes to mean something else. Predicates may run into the other terms' numbers after 32,767 of
  /// them; from there on they share theirs.
  private func next(_ name: String, step: Int64) throws -> Int64 {
    let value = try counters[name] ?? connection.number("SELECT value FROM meta WHERE key = ?1", .text(name))
    if name == "next_predicate", value >= 65_536 { return try next("next_term", step: step) }
    counters[name] = value + step
    return value
  }

  private struct Insertions {
    let term, hash: Statement

    init(_ connection: Connection) throws {
      term = try connection.prepare("INSERT INTO term(id, kind, lexical, datatype, language) VALUES(?1, ?2, ?3, ?4, ?5)")
      hash = try connection.prepare("INSERT INTO term_hash(hash, id) VALUES(?1, ?2)")
    }
  }

  func saveCounters() throws {
    for (name, value) in counters where savedCounters[name] != value {
      try connection.run("UPDATE meta SET value = ?2 WHERE key = ?1", .text(name), .integer(value))
    }
    savedCounters = counters
  }

  func forget() {
    numbers.removeAll()
    datatypes = nil
    counters.removeAll()
    savedCounters.removeAll()
  }
}
