/// The body of `POST /v1/graph/predict`; GET takes the same as parameters.
public struct PredictRequest: Codable, Sendable, Equatable {
  public var entity: String
  public var relation: String
  /// What is asked for: `object` unless given, or `subject`.
  public var direction: String?
  /// Predictions at most.
  public var k: Int?
  /// Supporting triples for each at most.
  public var support: Int?
  /// The embeddings of one domain; else those of all, or of the domain that knows the entity.
  public var domain: String?

  public init(entity: String, relation: String) {
    self.entity = entity
    self.relation = relation
  }
}

/// The reply of `/v1/graph/predict`: links that nobody states.
public struct PredictionShape: Codable, Sendable, Equatable {
  public struct Link: Codable, Sendable, Equatable {
    public var label: String
    public var iri: String
    /// Of being the next answer to the question.
    public var probability: Double
    /// The statements of the graph that speak most for it.
    public var because: [FactShape]

    public init(label: String, iri: String, probability: Double, because: [FactShape]) {
      self.label = label
      self.iri = iri
      self.probability = probability
      self.because = because
    }
  }

  public var entity: String
  public var relation: String
  public var direction: String
  public var predictions: [Link]
  public var reliability: ReliabilityShape
  /// Whether the graph is as it was when the embeddings were trained.
  public var current: Bool

  public init(
    entity: String, relation: String, direction: String, predictions: [Link], reliability: ReliabilityShape, current: Bool
  ) {
    self.entity = entity
    self.relation = relation
    self.direction = direction
    self.predictions = predictions
    self.reliability = reliability
    self.current = current
  }
}
