internal import KnowledgeGraph
internal import RDF

/// A rule with its constants and variables as numbers.
struct CompiledRule {
  enum Slot: Hashable {
    case variable(Int)
    case term(EntityID)
  }

  struct Atom {
    let subject, predicate, object: Slot
    /// Its triples are few and asked for again and again.
    let isSchema: Bool
  }

  enum HeadSlot {
    case variable(Int)
    /// Gets its number when it is first concluded.
    case term(Term)
  }

  struct Head {
    let subject, predicate, object: HeadSlot
  }

  struct Check {
    let condition: RuleCondition
    let needs: [Int]
  }

  let rule: InferenceRule
  let number: RuleNumber
  let variables: [String: Int]
  let atoms: [Atom]
  let checks: [Check]
  let heads: [Head]
  /// Whether a variable is computed, and so has a number in place of a term.
  let isComputed: [Bool]

  /// - Parameter schema: predicates whose triples are kept in memory.
  /// - Returns: nil while a constant of the premises is in no triple, so that the rule cannot apply.
  init?(_ rule: InferenceRule, _ number: RuleNumber, _ reader: StoreReader, schema: SchemaTerms) throws {
    self.rule = rule
    self.number = number
    var names: [String: Int] = [:]
    func index(_ name: String) -> Int {
      if let known = names[name] { return known }
      names[name] = names.count
      return names.count - 1
    }
    var atoms: [Atom] = []
    for pattern in rule.patterns {
      var slots: [Slot] = []
      for position in pattern.positions {
        switch position {
        case .variable(let name): slots.append(.variable(index(name)))
        case .constant(let term):
          guard let id = try reader.id(of: term) else { return nil }
          slots.append(.term(id))
        }
      }
      atoms.append(Atom(subject: slots[0], predicate: slots[1], object: slots[2], isSchema: schema.covers(pattern)))
    }
    var computed: Set<Int> = []
    checks = rule.conditions.map { condition in
      if case .assignment(let name, _) = condition { computed.insert(index(name)) }
      return Check(condition: condition, needs: condition.needs.map(index))
    }
    heads = rule.conclusions.map { pattern in
      let slots = pattern.positions.map { position -> HeadSlot in
        switch position {
        case .variable(let name): .variable(index(name))
        case .constant(let term): .term(term)
        }
      }
      return Head(subject: slots[0], predicate: slots[1], object: slots[2])
    }
    self.atoms = atoms
    variables = names
    isComputed = (0..<names.count).map { computed.contains($0) }
  }
}
