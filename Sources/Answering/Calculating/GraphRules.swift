internal import RDF
public import KnowledgeGraph

/// A threshold of the graph, ready to be compared.
public struct GraphThreshold: Sendable {
  /// What the limit decides about: "metformin".
  public let concept: String
  /// The names of the compared quantity: "eGFR", "estimated glomerular filtration rate".
  public let quantityNames: [String]
  public let threshold: Threshold
  public let conclusion: String
  public let otherwise: String?
  /// Every triple that the comparison reads.
  public let triples: [TripleID]
}

/// A value that a formula needs.
public struct FormulaInput: Sendable {
  public let symbol: String
  /// Labels, aliases and the symbol; the first is how it is said.
  public let names: [String]
  /// The unit the expression expects; `nil` for a plain number or one that is not known.
  public let unit: Unit?

  public init(symbol: String, names: [String], unit: Unit?) {
    self.symbol = symbol
    self.names = names
    self.unit = unit
  }
}

/// A formula, from the graph or from a sentence.
public struct Formula: Sendable {
  public let result: String
  /// Names of the result and of the concept it computes.
  public let names: [String]
  public let expression: Expression
  public let inputs: [FormulaInput]
  public let unit: Unit?
  public let triples: [TripleID]
  /// The sentence that states it, for a formula from a document.
  public let source: Calculation.Source?
}

/// The thresholds and formulas around a question's entities.
public struct GraphRules: Sendable {
  public var thresholds: [GraphThreshold] = []
  public var formulas: [Formula] = []

  public init() {}

  /// - Complexity: a few queries for each of at most 12 entities.
  public static func around(_ question: UnderstoodQuestion, store: StoreReader) throws -> GraphRules {
    var rules = GraphRules()
    let reader = RuleReader(store: store)
    var seen: Set<EntityID> = []
    for entity in question.entities.prefix(12) {
      try store.checkCancellation()
      for (record, concept) in try reader.rules(of: entity.id, by: Vocabulary.KG.threshold)
      where seen.insert(record).inserted {
        if let threshold = try reader.threshold(record, concept: concept) { rules.thresholds.append(threshold) }
      }
      for (record, concept) in try reader.rules(of: entity.id, by: Vocabulary.KG.formula)
      where seen.insert(record).inserted {
        if let formula = try reader.formula(record, concept: concept) { rules.formulas.append(formula) }
      }
    }
    return rules
  }
}
