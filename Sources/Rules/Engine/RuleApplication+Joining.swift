internal import KnowledgeGraph

extension RuleApplication {
  /// Completes a match in every way the store allows, the most bound pattern first.
  ///
  /// - Parameters:
  ///   - last: the youngest triple that may take part.
  ///   - found: gets each complete match; true ends the search.
  /// - Returns: whether it was ended.
  @discardableResult
  func join(_ rule: CompiledRule, _ match: inout RuleMatch, upTo last: TripleID, _ found: (RuleMatch) throws -> Bool) throws -> Bool {
    guard try check(rule, &match) else { return false }
    guard let atom = nextAtom(rule, match) else { return try found(match) }
    try checkLimits(rule)
    let pattern = rule.atoms[atom]
    let facts = try facts(match.value(pattern.subject), match.value(pattern.predicate), match.value(pattern.object), pattern.isSchema, upTo: last)
    for fact in facts {
      var extended = match
      guard extended.unify(pattern, fact) else { continue }
      extended.premises[atom] = fact
      if try join(rule, &extended, upTo: last, found) { return true }
    }
    return false
  }

  private func nextAtom(_ rule: CompiledRule, _ match: RuleMatch) -> Int? {
    var best: (atom: Int, rank: Int)?
    for (number, atom) in rule.atoms.enumerated() where match.premises[number] == nil {
      // A given object tells more than a given predicate, a subject most.
      var rank = atom.isSchema ? 1 : 0
      if match.value(atom.subject) != nil { rank += 8 }
      if match.value(atom.object) != nil { rank += 6 }
      if match.value(atom.predicate) != nil { rank += 4 }
      if rank > best?.rank ?? -1 { best = (number, rank) }
    }
    return best?.atom
  }

  /// Looks at every condition whose variables have values by now, and computes what can be computed.
  private func check(_ rule: CompiledRule, _ match: inout RuleMatch) throws -> Bool {
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for (number, check) in rule.checks.enumerated() where !match.isChecked[number] && check.needs.allSatisfy({ match.has($0) }) {
        match.isChecked[number] = true
        let arithmetic = RuleArithmetic(rule: rule, reader: reader, units: units)
        do {
          switch check.condition {
          case .comparison(let left, let comparison, let right): guard try arithmetic.holds(left, comparison, right, match) else { return false }
          case .assignment(let name, let expression):
            guard let index = rule.variables[name] else { return false }
            match.numbers[index] = try arithmetic.value(expression, match)
            hasChanged = true
          }
        } catch let error as MeasureError {
          note(error, rule)
          return false
        }
      }
    }
    return true
  }

  private func facts(_ subject: EntityID?, _ predicate: EntityID?, _ object: EntityID?, _ isSchema: Bool, upTo last: TripleID) throws -> [StoredFact] {
    guard isSchema else { return try reader.facts(subject: subject, predicate: predicate, object: object, upTo: last) }
    let key = FactCache.Key(subject: subject, predicate: predicate, object: object)
    let known: [StoredFact]
    if let kept = cache[key] {
      known = kept
    } else {
      known = try reader.facts(subject: subject, predicate: predicate, object: object, upTo: Self.all)
      cache.keep(known, for: key)
    }
    return known.allSatisfy { $0.id <= last } ? known : known.filter { $0.id <= last }
  }
}
