import Kernels

/// What rules conclude, kept with why.
///
/// Every triple that follows from others has one derivation: the first that was found, also where a file or a document states it as well. Those of
/// purely inferred triples stand on triples that were there before them, so they never go in a circle; a triple therefore holds for as long as its
/// derivation's premises do, and when one goes, exactly what stood on it is taken back and tried again.
extension StoreWriter {
  /// The rule as a source; a new one in another wording.
  public func addRule(named name: String, wording: String) throws -> RuleNumber {
    if let known = try reader.rule(named: name, wording: wording) { return known }
    try connection.run(
      "INSERT INTO source(kind, name, sha256, added) VALUES(?1, ?2, ?3, ?4)", .integer(SourceKind.rule.rawValue), .text(name),
      .text(SHA256.hex(of: Array(wording.utf8))), .integer(Self.now))
    return RuleNumber(rawValue: connection.lastInsertedID)
  }

  /// Takes back everything that stands on a triple that is gone or on a rule that does not hold any more.
  ///
  /// - Parameter rules: those that hold.
  /// - Complexity: O(premises in the store), a look-up each, plus what is taken back.
  public func withdrawUnsupported(keeping rules: Set<RuleNumber>) throws -> Withdrawal {
    var withdrawal = Withdrawal()
    try promoteStatedInferences()
    var broken = try connection.rows(
      "SELECT d.triple FROM derivation d WHERE NOT EXISTS(SELECT 1 FROM triple t NOT INDEXED WHERE \(StoreReader.isDerived))"
    ) { $0.int64(0) }
    for premise in try reader.lostPremises() { broken += try dependents(of: premise) }
    for retired in try retiredRules(keeping: rules) {
      broken += try connection.rows("SELECT triple FROM derivation WHERE rule = ?1", .integer(retired)) { $0.int64(0) }
    }
    while let triple = broken.popLast() {
      try connection.checkInterruption()
      let goal = try connection.first("SELECT subject, predicate, object FROM derivation WHERE triple = ?1", .integer(triple)) {
        Withdrawal.Goal(
          subject: EntityID(rawValue: $0.int64(0)), predicate: EntityID(rawValue: $0.int64(1)), object: EntityID(rawValue: $0.int64(2)))
      }
      guard let goal else { continue }
      withdrawal.goals.append(goal)
      try connection.run("DELETE FROM derivation WHERE triple = ?1", .integer(triple))
      try connection.run("DELETE FROM premise WHERE triple = ?1", .integer(triple))
      // What something else asserts too stays, whoever that is.
      let key: [SQLValue] = [.id(goal.subject), .id(goal.predicate), .id(goal.object)]
      let isOnlyInferred = try connection.number(
        """
        SELECT count(*) FROM triple t JOIN source s ON s.id = t.source
        WHERE t.subject = ?1 AND t.predicate = ?2 AND t.object = ?3 AND t.graph = 0 AND t.id = ?4 AND t.inferred = 1 AND \(Self.isRule)
        """, key[0], key[1], key[2], .integer(triple)) > 0
      guard isOnlyInferred else { continue }
      broken += try dependents(of: triple)
      let row = StoredTriple(
        id: triple, subject: goal.subject.rawValue, predicate: goal.predicate.rawValue, object: goal.object.rawValue, graph: 0)
      try delete(row, orphans: &withdrawal.orphans)
      withdrawal.removed.append(goal)
      changes.triples = true
    }
    return withdrawal
  }

  /// Stores what a rule concluded, unless the store has it.
  ///
  /// A triple that is stated gets the derivation too: it keeps it when its source goes.
  /// - Parameter confidence: in 0…1.
  /// - Returns: the triple when it is new.
  public func conclude(
    _ subject: EntityID, _ predicate: EntityID, _ object: EntityID, by rule: RuleNumber, from premises: [TripleID], confidence: Double
  ) throws -> TripleID? {
    let key: [SQLValue] = [.id(subject), .id(predicate), .id(object)]
    let known = try connection.first(
      """
      SELECT t.id, EXISTS(SELECT 1 FROM derivation WHERE triple = t.id) FROM triple t
      WHERE t.subject = ?1 AND t.predicate = ?2 AND t.object = ?3 AND t.graph = 0
      """, key[0], key[1], key[2]) { (id: $0.int64(0), isDerived: $0.int64(1) != 0) }
    if let known {
      if !known.isDerived, !premises.contains(TripleID(rawValue: known.id)) {
        try derive(known.id, subject, predicate, object, by: rule, from: premises)
      }
      return nil
    }
    let id = try terms.nextTriple()
    try connection.run(
      """
      INSERT INTO triple(subject, predicate, object, graph, id, source, place, confidence, inferred) VALUES(?1, ?2, ?3, 0, ?4, ?5, NULL, ?6, 1)
      """, key[0], key[1], key[2], .integer(id), .id(rule), .real(min(1, max(0, confidence))))
    changes.triples = true
    let triple = EncodedTriple(subject: subject.rawValue, predicate: predicate.rawValue, object: object.rawValue)
    var blocks = try BlockBuilder(connection, triples: 1)
    try blocks.add(triple, id: id)
    try blocks.finish()
    try derive(id, subject, predicate, object, by: rule, from: premises)
    if object.isLiteral, try isLabelPredicate(predicate.rawValue) {
      try addLabel(triple, id: id)
      try storeLabels()
    }
    return TripleID(rawValue: id)
  }

  /// Ends an application of rules: terms that nothing names go, and rules that concluded nothing that is left.
  ///
  /// - Parameters:
  ///   - mark: the last triple that the rules were applied to.
  ///   - rules: those that hold; the others are forgotten.
  public func finishInference(_ withdrawal: Withdrawal, mark: TripleID, keeping rules: Set<RuleNumber>) throws {
    try removeOrphans(withdrawal.orphans)
    for retired in try retiredRules(keeping: rules) { try connection.run("DELETE FROM source WHERE id = ?1", .integer(retired)) }
    try connection.run("UPDATE meta SET value = ?1 WHERE key = 'inference_mark'", .id(mark))
    if !withdrawal.removed.isEmpty { changes.removedRows = true }
  }

  /// Whether `owl:sameAs` is reasoned with when rules run next.
  public func setInfersSameAs(_ isWanted: Bool) throws {
    try connection.run("UPDATE meta SET value = ?1 WHERE key = 'inference_same_as'", .integer(isWanted ? 1 : 0))
  }

  private func derive(
    _ triple: Int64, _ subject: EntityID, _ predicate: EntityID, _ object: EntityID, by rule: RuleNumber, from premises: [TripleID]
  ) throws {
    try connection.run(
      "INSERT INTO derivation(triple, subject, predicate, object, rule) VALUES(?1, ?2, ?3, ?4, ?5)", .integer(triple), .id(subject),
      .id(predicate), .id(object), .id(rule))
    for (ordinal, premise) in premises.enumerated() {
      try connection.run("INSERT INTO premise(triple, ordinal, premise) VALUES(?1, ?2, ?3)", .integer(triple), .integer(ordinal), .id(premise))
    }
  }

  private func dependents(of premise: Int64) throws -> [Int64] {
    try connection.rows("SELECT DISTINCT triple FROM premise WHERE premise = ?1", .integer(premise)) { $0.int64(0) }
  }

  /// Tells a source `s` that is a rule with a wording from ``infer(_:rule:graph:)``'s, whose triples have no derivation and are never withdrawn here.
  private static let isRule = "s.kind = \(SourceKind.rule.rawValue) AND s.sha256 IS NOT NULL"

  private func retiredRules(keeping rules: Set<RuleNumber>) throws -> [Int64] {
    try connection.rows("SELECT s.id FROM source s WHERE \(Self.isRule)") { $0.int64(0) }
      .filter { !rules.contains(RuleNumber(rawValue: $0)) }
  }

  /// An inferred triple that a source has stated since is a stated one, which happens to follow as well.
  private func promoteStatedInferences() throws {
    let rows = try connection.rows(
      """
      SELECT t.id, t.subject, t.predicate, t.object, t.graph FROM derivation d CROSS JOIN triple t NOT INDEXED ON \(StoreReader.isDerived)
      JOIN source s ON s.id = t.source
      WHERE t.inferred = 1 AND \(Self.isRule) AND EXISTS(SELECT 1 FROM assertion a WHERE a.triple = d.triple)
      """) { StoredTriple($0) }
    for row in rows where try promoteAssertion(of: row) {
      try connection.run(
        """
        UPDATE triple SET inferred = (SELECT s.kind = ?5 FROM source s WHERE s.id = triple.source)
        WHERE subject = ?1 AND predicate = ?2 AND object = ?3 AND graph = ?4
        """, .integer(row.subject), .integer(row.predicate), .integer(row.object), .integer(row.graph), .integer(SourceKind.rule.rawValue))
    }
  }
}
