import Kernels

extension StoreReader {
  /// Why the triple follows from others; nil for one that no rule has concluded.
  ///
  /// A triple that a document or a file states may follow from others as well: then both are told.
  public func derivation(of triple: TripleID) throws -> Derivation? {
    let rule = try connection.first(
      "SELECT s.name FROM derivation d JOIN source s ON s.id = d.rule WHERE d.triple = ?1", .id(triple)) { $0.text(0) }
    guard let rule else { return nil }
    let premises = try connection.rows("SELECT premise FROM premise WHERE triple = ?1 ORDER BY ordinal", .id(triple)) {
      TripleID(rawValue: $0.int64(0))
    }
    return Derivation(rule: rule, premises: premises)
  }

  /// How many triples are inferred and nothing else.
  public func inferredCount() throws -> Int {
    Int(try connection.number("SELECT count(*) FROM derivation d CROSS JOIN triple t NOT INDEXED ON \(Self.isDerived) WHERE t.inferred = 1"))
  }

  /// Ties a derivation `d` to its triple `t`, found by its terms: as quick as a look at the tree.
  static let isDerived = "t.subject = d.subject AND t.predicate = d.predicate AND t.object = d.object AND t.graph = 0 AND t.id = d.triple"

  /// The premises of derivations that the store does not have any more.
  ///
  /// - Complexity: O(premises); each block is walked through once, however many of its triples are premises.
  func lostPremises() throws -> [Int64] {
    let statement = try connection.prepare("SELECT DISTINCT premise FROM premise ORDER BY premise")
    defer { statement.reset() }
    var lost: [Int64] = []
    var present: Set<Int64> = []
    var last: Int64 = 0
    while try statement.step() {
      let id = statement.int64(0)
      if id > last {
        present.removeAll(keepingCapacity: true)
        last = id
        if let block = try block(of: id) {
          last = block.last
          try walk(block) { row in
            present.insert(row.int64(0))
            return true
          }
        }
      }
      if !present.contains(id) { lost.append(id) }
    }
    return lost
  }

  /// The triples of the default graph that fit, up to a number.
  ///
  /// - Parameter last: the greatest number that is looked at.
  public func facts(subject: EntityID?, predicate: EntityID?, object: EntityID?, upTo last: TripleID) throws -> [StoredFact] {
    let shape = ScanShape(subject: subject != nil, predicate: predicate != nil, object: object != nil, graph: .defaultGraph)
    let statement = try connection.prepare(
      "SELECT id, subject, predicate, object, graph, confidence FROM triple \(shape.tree)\(shape.filter) AND id <= ?5")
    defer { statement.reset() }
    if let subject { try statement.bind(subject.rawValue, at: 1) }
    if let predicate { try statement.bind(predicate.rawValue, at: 2) }
    if let object { try statement.bind(object.rawValue, at: 3) }
    try statement.bind(last.rawValue, at: 5)
    var result: [StoredFact] = []
    while try statement.step() { result.append(Self.fact(statement)) }
    return result
  }

  /// The next triples of the default graph in the order in which they came.
  /// - Complexity: O(limit), plus a look at each block of named graphs' triples between them.
  public func facts(after id: TripleID, limit: Int) throws -> [StoredFact] {
    var result: [StoredFact] = []
    try forEachBlock(after: id.rawValue) { block in
      try walk(block) { row in
        if row.int64(0) > id.rawValue, row.int64(4) == 0 { result.append(Self.fact(row)) }
        return result.count < limit
      }
      return result.count < limit
    }
    return result
  }

  /// The last triple that rules have been applied to.
  public func inferenceMark() throws -> TripleID {
    TripleID(rawValue: try connection.number("SELECT value FROM meta WHERE key = 'inference_mark'"))
  }

  /// About how many triples came since rules were applied last: those of named graphs count too, and the rest of a block that was left in its middle
  /// does not.
  public func factsToInferFrom() throws -> Int {
    Int(
      try connection.number(
        "SELECT ifnull(sum(size), 0) FROM triple_block WHERE id > (SELECT value FROM meta WHERE key = 'inference_mark')"))
  }

  /// Whether `owl:sameAs` is to be reasoned with; false unless asked for.
  public func infersSameAs() throws -> Bool { try connection.number("SELECT value FROM meta WHERE key = 'inference_same_as'") != 0 }

  /// The number of a rule that has been applied in exactly this wording.
  public func rule(named name: String, wording: String) throws -> RuleNumber? {
    try connection.first(
      "SELECT id FROM source WHERE kind = ?1 AND name = ?2 AND sha256 = ?3", .integer(SourceKind.rule.rawValue), .text(name),
      .text(SHA256.hex(of: Array(wording.utf8)))) { RuleNumber(rawValue: $0.int64(0)) }
  }

  private static func fact(_ row: Statement) -> StoredFact {
    StoredFact(
      id: TripleID(rawValue: row.int64(0)), subject: EntityID(rawValue: row.int64(1)), predicate: EntityID(rawValue: row.int64(2)),
      object: EntityID(rawValue: row.int64(3)), confidence: row.double(5))
  }
}
