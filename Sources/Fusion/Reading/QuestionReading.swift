public import KnowledgeGraph

/// What the fusion Transformer reads out of a question.
public struct QuestionReading: Sendable, Equatable {
  /// A relation that the question may ask for.
  public struct Relation: Sendable, Equatable {
    /// The last part of its IRI in the project's vocabulary.
    public let name: String
    public let probability: Double

    public init(name: String, probability: Double) {
      self.name = name
      self.probability = probability
    }
  }

  /// The likeliest, best first.
  public var relations: [Relation]
  /// Names of relations that it almost surely does not ask for.
  public var unlikely: Set<String> = []
  /// Names of directions that lost to the other one, which a named thing has in the graph and not them.
  public var outweighed: Set<String> = []
  /// How likely it asks for none of the relations.
  public var asksNone: Double
  public var domains: [Domain: Double]
  /// Words of the question, in lower case, that no wording of what may be asked had: what it is about, or a condition that the reading knows nothing of.
  public var strangeWords: Set<String> = []

  public init(relations: [Relation], asksNone: Double, domains: [Domain: Double]) {
    self.relations = relations
    self.asksNone = asksNone
    self.domains = domains
  }
}
