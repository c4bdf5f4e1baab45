/// Trained graph embeddings: what they know and how good they are.
public struct TrainedGraphShape: Codable, Sendable, Equatable {
  /// Ranks of held-out triples, both directions, other known answers left out.
  public struct Score: Codable, Sendable, Equatable {
    /// A relation or a kind of relation; nil for all.
    public var of: String?
    public var count: Int
    public var mrr: Double
    public var hits1: Double
    public var hits3: Double
    public var hits10: Double

    public init(of: String? = nil, count: Int, mrr: Double, hits1: Double, hits3: Double, hits10: Double) {
      self.of = of
      self.count = count
      self.mrr = mrr
      self.hits1 = hits1
      self.hits3 = hits3
      self.hits10 = hits10
    }

    enum CodingKeys: String, CodingKey {
      case of, count, mrr
      case hits1 = "hits_1"
      case hits3 = "hits_3"
      case hits10 = "hits_10"
    }
  }

  /// Of one domain; nil for all.
  public var domain: String?
  public var inferred: Bool
  public var model: String
  public var rank: Int
  public var regulariser: Double
  public var relationWeight: Double
  public var seed: UInt64
  public var entities: Int
  public var relations: Int
  /// Triples of the graph at that time, held-out ones counted.
  public var triples: Int
  /// Whether the graph is still as it was. If not, new things have vectors from their neighbours; training again fine-tunes all.
  public var current: Bool
  public var fineTuned: Bool
  /// Seconds since 1970.
  public var trained: Double
  public var epochs: Int
  public var bestEpoch: Int
  public var validationMRR: Double
  /// On triples that neither training nor any choice has seen.
  public var test: Score?
  public var byCategory: [Score]
  public var byRelation: [Score]
  public var reliability: ReliabilityShape

  public init(
    domain: String?, inferred: Bool, model: String, rank: Int, regulariser: Double, relationWeight: Double, seed: UInt64, entities: Int,
    relations: Int, triples: Int, current: Bool, fineTuned: Bool, trained: Double, epochs: Int, bestEpoch: Int, validationMRR: Double,
    test: Score?, byCategory: [Score], byRelation: [Score], reliability: ReliabilityShape
  ) {
    self.domain = domain
    self.inferred = inferred
    self.model = model
    self.rank = rank
    self.regulariser = regulariser
    self.relationWeight = relationWeight
    self.seed = seed
    self.entities = entities
    self.relations = relations
    self.triples = triples
    self.current = current
    self.fineTuned = fineTuned
    self.trained = trained
    self.epochs = epochs
    self.bestEpoch = bestEpoch
    self.validationMRR = validationMRR
    self.test = test
    self.byCategory = byCategory
    self.byRelation = byRelation
    self.reliability = reliability
  }

  enum CodingKeys: String, CodingKey {
    case domain, inferred, model, rank, regulariser, seed, entities, relations, triples, current, trained, epochs, test, reliability
    case relationWeight = "relation_weight"
    case fineTuned = "fine_tuned"
    case bestEpoch = "best_epoch"
    case validationMRR = "validation_mrr"
    case byCategory = "by_category"
    case byRelation = "by_relation"
  }
}

/// How far the probabilities of predictions can be trusted, by what became of them on validation.
public struct ReliabilityShape: Codable, Sendable, Equatable {
  /// Questions whose best answer was promised about as much.
  public struct Bin: Codable, Sendable, Equatable {
    public var count: Int
    /// The mean probability of the best answers.
    public var promised: Double
    /// The share of them that were right.
    public var held: Double

    public init(count: Int, promised: Double, held: Double) {
      self.count = count
      self.promised = promised
      self.held = held
    }
  }

  public var temperature: Double
  /// The mean difference of promise and truth.
  public var expectedError: Double
  public var bins: [Bin]

  public init(temperature: Double, expectedError: Double, bins: [Bin]) {
    self.temperature = temperature
    self.expectedError = expectedError
    self.bins = bins
  }

  enum CodingKeys: String, CodingKey {
    case temperature, bins
    case expectedError = "expected_error"
  }
}

/// The reply of `GET /v1/train`.
public struct TrainedList: Codable, Sendable, Equatable {
  public var graph: [TrainedGraphShape]
  /// Adapters, classifiers and small models.
  public var models: [TrainedModelShape]?

  public init(graph: [TrainedGraphShape], models: [TrainedModelShape]? = nil) {
    self.graph = graph
    self.models = models
  }
}
