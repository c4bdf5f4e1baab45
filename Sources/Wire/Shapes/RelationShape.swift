/// What an entity is related to by one relation, read away from the entity.
public struct RelationShape: Codable, Sendable, Equatable {
  public struct Item: Codable, Sendable, Equatable {
    /// The other thing, or the value.
    public var label: String
    public var iri: String?
    public var triple: Int64
    public var inferred: Bool
    public var confidence: Double
    /// Who states it: "graph.ttl, line 12".
    public var sources: [String]
    /// Of what follows from other statements.
    public var because: DerivationShape?

    public init(
      label: String, iri: String?, triple: Int64, inferred: Bool, confidence: Double, sources: [String], because: DerivationShape?
    ) {
      self.label = label
      self.iri = iri
      self.triple = triple
      self.inferred = inferred
      self.confidence = confidence
      self.sources = sources
      self.because = because
    }
  }

  public var relation: String
  /// Whether it leads to the entity, since it has no name in the other direction.
  public var isInward: Bool
  public var items: [Item]

  public init(relation: String, isInward: Bool, items: [Item]) {
    self.relation = relation
    self.isInward = isInward
    self.items = items
  }

  enum CodingKeys: String, CodingKey {
    case relation
    case isInward = "inward"
    case items
  }
}

/// Why a statement follows: a rule, and the statements that it was applied to.
public struct DerivationShape: Codable, Sendable, Equatable {
  public struct Premise: Codable, Sendable, Equatable {
    /// "ACE inhibitor is contraindicated in pregnancy"
    public var statement: String
    public var triple: Int64
    public var sources: [String]
    /// Where it follows in its turn.
    public var because: DerivationShape?

    public init(statement: String, triple: Int64, sources: [String], because: DerivationShape?) {
      self.statement = statement
      self.triple = triple
      self.sources = sources
      self.because = because
    }
  }

  public var rule: String
  /// The rule in a sentence, where it has one.
  public var says: String?
  public var premises: [Premise]

  public init(rule: String, says: String?, premises: [Premise]) {
    self.rule = rule
    self.says = says
    self.premises = premises
  }
}
