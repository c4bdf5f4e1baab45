internal import KnowledgeGraph
internal import RDF

/// One application of rules to a store, within one transaction.
final class RuleApplication {
  let writer: StoreWriter
  let reader: StoreReader
  let units: MeasuredUnit.Naming
  private let limits: InferenceLimits
  private let rules: [(rule: InferenceRule, number: RuleNumber, isNew: Bool)]
  private var compiled: [CompiledRule] = []
  private var isCompiled: [Bool]
  /// By predicate, which premise of which rule a triple can be.
  private var triggers: [EntityID: [(rule: Int, atom: Int)]] = [:]
  private var openTriggers: [(rule: Int, atom: Int)] = []
  var schema = SchemaTerms()
  var cache = FactCache()
  private var isProperty: [EntityID: Bool] = [:]
  private var counts: [String: Int] = [:]
  private var problems: [String: Int] = [:]
  private var report = InferenceReport()
  private let began = ContinuousClock.now
  private var steps = 0

  init(_ rules: [InferenceRule], _ writer: StoreWriter, limits: InferenceLimits, units: @escaping MeasuredUnit.Naming) throws {
    self.writer = writer
    reader = writer.reader
    self.limits = limits
    self.units = units
    isCompiled = Array(repeating: false, count: rules.count)
    self.rules = try rules.map { rule in
      let known = try writer.reader.rule(named: rule.name, wording: rule.wording)
      return (rule, try known ?? writer.addRule(named: rule.name, wording: rule.wording), known == nil)
    }
  }

  func run(_ progress: (RuleEngine.Progress) -> Void) throws -> InferenceReport {
    let kept = Set(rules.map(\.number))
    let stated = try reader.factsToInferFrom()
    var mark = try reader.inferenceMark()
    let withdrawal = try writer.withdrawUnsupported(keeping: kept)
    try compile()
    // What the store had before is new to a new rule.
    if mark.rawValue > 0 { try apply(compiled.filter { rule in rules.contains { $0.number == rule.number && $0.isNew } }) }
    try rederive(withdrawal.goals)
    while true {
      let facts = try reader.facts(after: mark, limit: 10_000)
      guard let last = facts.last else {
        // A conclusion may have brought the first triple with a term that other rules were waiting for.
        let woken = try compile()
        if woken.isEmpty { break }
        try apply(woken)
        continue
      }
      for fact in facts {
        try examine(fact)
        report.examined += 1
        if report.examined & 0xFFF == 0 {
          progress(RuleEngine.Progress(examined: report.examined, total: max(stated + report.concluded, report.examined), concluded: report.concluded))
        }
      }
      mark = last.id
    }
    try writer.finishInference(withdrawal, mark: mark, keeping: kept)
    return try finished(withdrawal)
  }

  private func finished(_ withdrawal: Withdrawal) throws -> InferenceReport {
    report.inferred = try reader.inferredCount()
    // What was taken back and found again was never gone.
    let returned = try withdrawal.removed.count { goal in
      try !reader.facts(subject: goal.subject, predicate: goal.predicate, object: goal.object, upTo: Self.all).isEmpty
    }
    report.concluded = max(0, report.concluded - returned)
    report.withdrawn = withdrawal.removed.count - returned
    report.byRule = counts.map { InferenceReport.RuleCount(rule: $0.key, count: $0.value) }.sorted { ($1.count, $0.rule) < ($0.count, $1.rule) }
    report.problems = problems.map { "\($0.key) (\($0.value) times)" }.sorted()
    report.contradictions = Array(
      try reader.contradictions(limit: 1000).filter { try $0.triples.contains { try reader.triple($0)?.inferred == true } }.prefix(100))
    report.seconds = Self.seconds(.now - began)
    return report
  }

  static let all = TripleID(rawValue: .max)

  /// Compiles the rules whose constants the store knows by now.
  /// - Returns: those that could not be compiled before.
  @discardableResult
  private func compile() throws -> [CompiledRule] {
    try schema.look(in: reader)
    var woken: [CompiledRule] = []
    for (place, entry) in rules.enumerated() where !isCompiled[place] {
      guard let rule = try CompiledRule(entry.rule, entry.number, reader, schema: schema) else { continue }
      isCompiled[place] = true
      woken.append(rule)
      for (atom, pattern) in rule.atoms.enumerated() {
        switch pattern.predicate {
        case .term(let predicate): triggers[predicate, default: []].append((compiled.count, atom))
        case .variable: openTriggers.append((compiled.count, atom))
        }
      }
      compiled.append(rule)
    }
    return woken
  }

  /// Applies rules to everything that is there.
  private func apply(_ rules: [CompiledRule]) throws {
    for rule in rules {
      var match = RuleMatch(rule)
      try join(rule, &match, upTo: Self.all) { match in
        _ = try self.conclude(rule, match)
        return false
      }
    }
  }

  /// Applies all rules to a triple together with those before it.
  private func examine(_ fact: StoredFact) throws {
    for (rule, atom) in triggers[fact.predicate] ?? [] { try examine(fact, compiled[rule], atom) }
    for (rule, atom) in openTriggers { try examine(fact, compiled[rule], atom) }
  }

  private func examine(_ fact: StoredFact, _ rule: CompiledRule, _ atom: Int) throws {
    try checkLimits(rule)
    var match = RuleMatch(rule)
    guard match.unify(rule.atoms[atom], fact) else { return }
    match.premises[atom] = fact
    try join(rule, &match, upTo: fact.id) { match in
      _ = try self.conclude(rule, match)
      return false
    }
  }

  /// Looks for other reasons for what lost its own.
  private func rederive(_ goals: [Withdrawal.Goal]) throws {
    // A term that went with its last triple can only come back by a rule that names it.
    if try goals.contains(where: { goal in try [goal.subject, goal.predicate, goal.object].contains { try reader.term($0) == nil } }) {
      try apply(compiled.filter { $0.heads.contains { head in [head.subject, head.predicate, head.object].contains { if case .term = $0 { true } else { false } } } })
    }
    for goal in goals {
      for rule in compiled {
        for head in rule.heads where try isMet(goal, rule, head) { break }
      }
    }
  }

  private func isMet(_ goal: Withdrawal.Goal, _ rule: CompiledRule, _ head: CompiledRule.Head) throws -> Bool {
    try checkLimits(rule)
    var match = RuleMatch(rule)
    for (slot, id) in [(head.subject, goal.subject), (head.predicate, goal.predicate), (head.object, goal.object)] {
      switch slot {
      case .term(let term): guard try reader.id(of: term) == id else { return false }
      case .variable(let index):
        if rule.isComputed[index] { continue }
        guard match.unify(.variable(index), id) else { return false }
      }
    }
    var isMet = false
    try join(rule, &match, upTo: Self.all) { match in
      isMet = try self.conclude(rule, match, wanted: goal)
      return isMet
    }
    return isMet
  }

  /// Stores what a match says.
  /// - Parameter wanted: the statement that is sought after.
  /// - Returns: whether it was among the conclusions.
  private func conclude(_ rule: CompiledRule, _ match: RuleMatch, wanted: Withdrawal.Goal? = nil) throws -> Bool {
    try checkLimits(rule)
    var isWanted = false
    let premises = match.premises.compactMap { $0 }
    let confidence = premises.reduce(1) { min($0, $1.confidence) } * rule.rule.confidence
    for head in rule.heads {
      guard let subject = try value(head.subject, match), let predicate = try value(head.predicate, match), let object = try value(head.object, match)
      else { continue }
      guard try isStatement(subject, predicate), !(subject == object && schema.saysNothing(predicate)) else { continue }
      if let wanted, wanted.subject == subject, wanted.predicate == predicate, wanted.object == object { isWanted = true }
      let added = try writer.conclude(subject, predicate, object, by: rule.number, from: premises.map(\.id), confidence: confidence)
      guard added != nil else { continue }
      report.concluded += 1
      counts[rule.rule.name, default: 0] += 1
      if schema.mayChange(by: predicate) { cache.forget() }
      guard report.concluded <= limits.triples else { throw RuleError.tooManyTriples(limit: limits.triples, rule: busiest(rule)) }
    }
    return isWanted
  }

  private func value(_ slot: CompiledRule.HeadSlot, _ match: RuleMatch) throws -> EntityID? {
    switch slot {
    case .term(let term): return try writer.intern(term)
    case .variable(let index):
      if let number = match.numbers[index] { return try writer.intern(.literal(NumberLiteral.of(number.value))) }
      return match.values[index]
    }
  }

  /// Neither a literal nor a triple that is spoken about has properties, and only an IRI is a property.
  private func isStatement(_ subject: EntityID, _ predicate: EntityID) throws -> Bool {
    if subject.isLiteral { return false }
    if case .triple? = try reader.term(subject) { return false }
    if let known = isProperty[predicate] { return known }
    let isIRI = try reader.term(predicate)?.iri != nil
    isProperty[predicate] = isIRI
    return isIRI
  }

  func note(_ error: MeasureError, _ rule: CompiledRule) {
    switch error {
    case .units: problems["\(rule.rule.name): values of different or unknown units were not compared", default: 0] += 1
    case .arithmetic: problems["\(rule.rule.name): a division by zero, or a result beyond all numbers", default: 0] += 1
    case .notANumber: problems["\(rule.rule.name): what should be a number is none", default: 0] += 1
    }
  }

  func checkLimits(_ rule: CompiledRule) throws {
    steps += 1
    guard steps & 0x3FF == 0 else { return }
    try reader.checkCancellation()
    let seconds = Self.seconds(.now - began)
    if seconds > limits.seconds { throw RuleError.tooLong(seconds: limits.seconds, rule: busiest(rule)) }
  }

  private func busiest(_ current: CompiledRule) -> String {
    counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? current.rule.name
  }

  private static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }
}
