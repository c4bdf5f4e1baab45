internal import KnowledgeGraph

/// One way in which a rule's premises are being met.
struct RuleMatch {
  var values: [EntityID?]
  var numbers: [Measure?]
  var premises: [StoredFact?]
  var isChecked: [Bool]

  init(_ rule: CompiledRule) {
    values = Array(repeating: nil, count: rule.variables.count)
    numbers = Array(repeating: nil, count: rule.variables.count)
    premises = Array(repeating: nil, count: rule.atoms.count)
    isChecked = Array(repeating: false, count: rule.checks.count)
  }

  func value(_ slot: CompiledRule.Slot) -> EntityID? {
    switch slot {
    case .variable(let index): values[index]
    case .term(let id): id
    }
  }

  func has(_ index: Int) -> Bool { values[index] != nil || numbers[index] != nil }

  /// Whether the position can have this value; it has it from then on.
  mutating func unify(_ slot: CompiledRule.Slot, _ id: EntityID) -> Bool {
    switch slot {
    case .term(let term): return term == id
    case .variable(let index):
      if let known = values[index] { return known == id }
      values[index] = id
      return true
    }
  }

  mutating func unify(_ atom: CompiledRule.Atom, _ fact: StoredFact) -> Bool {
    unify(atom.subject, fact.subject) && unify(atom.predicate, fact.predicate) && unify(atom.object, fact.object)
  }
}
