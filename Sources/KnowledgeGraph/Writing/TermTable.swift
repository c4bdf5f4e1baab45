internal import RDF

/// The dictionary of terms as the writer sees it: finds a term's number or gives it one, with the recent ones in memory.
final class TermTable {
  private let connection: Connection
  private let namespaces: NamespaceTable
  private let namespaceTexts: NamespaceTexts
  private let packer = TextPacker()
  /// Used for every new term of a load, where looking a statement up by its text would be a tenth of the work.
  private lazy var insertions = Result { try Insertions(connection) }
  private var numbers = TermNumbers()
  /// Whether `numbers` has every term of the store, so that what it does not have is new: from an empty store on, until it is too large.
  private var isComplete: Bool?
  /// Hashes of new terms that a load stores at its end, in order.
  private var waitingHashes: [(hash: Int64, id: Int64)] = []
  private var isLoading = false
  /// Every datatype that a literal has, and perhaps some that none has any more; nil until a removal asks.
  private var datatypes: Set<Int64>?
  private var counters: [String: Int64] = [:]
  private var savedCounters: [String: Int64] = [:]

  init(_ connection: Connection, namespaces: NamespaceTexts) {
    self.connection = connection
    namespaceTexts = namespaces
    self.namespaces = NamespaceTable(connection)
  }

  /// The term's number; a new one when the store has none.
  ///
  /// - Parameter isPredicate: gives a new IRI one of the low numbers.
  func intern(_ term: Term, isPredicate: Bool = false) throws -> Int64 { try intern(term, digest: TermDigest.of(term), isPredicate: isPredicate) }

  /// The same where the term's digest is at hand.
  func intern(_ term: Term, digest: TermDigest, isPredicate: Bool = false) throws -> Int64 {
    if let known = numbers[digest] { return known }
    let datatype = try Self.datatype(of: term).map { try intern(.iri($0)) }
    let number = try find(term, datatype: datatype) ?? insert(term, datatype: datatype, isPredicate: isPredicate)
    // Bounded, so that a load of any size fits into memory: the hash index finds what was dropped.
    if numbers.count >= 1_400_000 {
      try storeHashes()
      numbers.removeAll()
      isComplete = false
    }
    numbers.insert(number, for: digest)
    return number
  }

  /// The term's number; nil when the store has none.
  func number(of term: Term) throws -> Int64? {
    if let known = numbers[TermDigest.of(term)] { return known }
    guard let datatype = Self.datatype(of: term) else { return try find(term, datatype: nil) }
    return try number(of: .iri(datatype)).flatMap { try find(term, datatype: $0) }
  }

  /// Texts with and without a language have none that is stored.
  private static func datatype(of term: Term) -> String? {
    guard case .literal(let literal) = term, literal.language == nil, literal.datatype != Vocabulary.XSD.string else { return nil }
    return literal.datatype
  }

  private func find(_ term: Term, datatype: Int64?) throws -> Int64? {
    if isComplete == nil { isComplete = try connection.number("SELECT EXISTS(SELECT 1 FROM term)") == 0 }
    if isComplete == true { return nil }
    if !waitingHashes.isEmpty { try storeHashes() }
    return try TermLookup.find(term, datatype: datatype, namespaces: namespaceTexts, on: connection)
  }

  private func insert(_ term: Term, datatype: Int64?, isPredicate: Bool) throws -> Int64 {
    let number = try isPredicate ? next("next_predicate", step: 2) : next("next_term", step: 2) + (TermKind(term) == .literal ? 1 : 0)
    let insertTerm = try insertions.get().term
    let text = TermLookup.storedText(term)
    let cut = NamespaceTexts.split(term)
    var namespace: Int64?
    if cut > 0 { namespace = try namespaces.use(String(text.utf8.prefix(cut)) ?? "") { try next("next_namespace", step: 1) } }
    try insertTerm.bind(number, at: 1)
    try insertTerm.bind(TermKind(term).rawValue, at: 2)
    let stored = namespace == nil ? text : String(text.utf8.dropFirst(cut)) ?? ""
    let packed = TermKind(term) == .literal ? packer.pack(stored) : nil
    try insertTerm.bind(packed.map { .blob($0) } ?? .text(stored), at: 3)
    try insertTerm.bind(.integer(namespace ?? datatype), at: 4)
    try insertTerm.bind(.text(term.literal?.languageTag), at: 5)
    if let datatype { datatypes?.insert(datatype) }
    try insertTerm.run()
    waitingHashes.append((TermLookup.hash(term, datatype: datatype), number))
    if !isLoading || waitingHashes.count >= 2_000_000 { try storeHashes() }
    return number
  }

  /// Runs the reading of a load, whose hashes are stored together at its end: in the order of their tree, which then is dense.
  func loading<R>(_ body: () throws -> R) throws -> R {
    isLoading = true
    defer { isLoading = false }
    let result = try body()
    try storeHashes()
    return result
  }

  private func storeHashes() throws {
    guard !waitingHashes.isEmpty else { return }
    waitingHashes.sort { $0.hash < $1.hash }
    let insertHash = try insertions.get().hash
    for (hash, id) in waitingHashes {
      try insertHash.bind(hash, at: 1)
      try insertHash.bind(id, at: 2)
      try insertHash.run()
    }
    waitingHashes.removeAll(keepingCapacity: isLoading)
  }

  /// Removes a term that nothing names any more.
  /// - Parameter reference: what its column `datatype` says: of a literal the datatype, of others the namespace.
  func remove(_ number: Int64, _ term: Term, reference: Int64?) throws {
    let isLiteral = TermKind(term) == .literal
    let hash = TermLookup.hash(term, datatype: isLiteral ? reference : nil)
    try connection.run("DELETE FROM term_hash WHERE hash = ?1 AND id = ?2", .integer(hash), .integer(number))
    try connection.run("DELETE FROM term WHERE id = ?1", .integer(number))
    if !isLiteral, let reference { namespaces.release(reference) }
    // Removals are rare beside look-ups, and the table has no way to take one entry out.
    numbers.removeAll()
    isComplete = nil
  }

  /// Whether a literal has this datatype. Terms are scanned once for all datatypes, which are few: an index would be large.
  func isDatatype(_ number: Int64) throws -> Bool {
    let known = try datatypes ?? Set(connection.rows("SELECT DISTINCT datatype FROM term WHERE id & 1 = 1 AND datatype IS NOT NULL") { $0.int64(0) })
    datatypes = known
    guard known.contains(number) else { return false }
    return try connection.number("SELECT EXISTS(SELECT 1 FROM term WHERE id & 1 = 1 AND datatype = ?1)", .integer(number)) != 0
  }

  func nextTriple() throws -> Int64 { try next("next_triple", step: 1) }

  /// Counters never go back, so that a number never comes to mean something else. Predicates may run into the other terms' numbers after 32,767 of
  /// them; from there on they share theirs. Literals and other terms count together, which keeps the table of terms in the order they came.
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

  /// Before the commit.
  func save() throws {
    try storeHashes()
    try namespaces.save()
    for (name, value) in counters where savedCounters[name] != value {
      try connection.run("UPDATE meta SET value = ?2 WHERE key = ?1", .text(name), .integer(value))
    }
    savedCounters = counters
  }

  func forget() {
    numbers.removeAll()
    isComplete = nil
    waitingHashes.removeAll()
    namespaces.forget()
    datatypes = nil
    counters.removeAll()
    savedCounters.removeAll()
  }
}
