/// The body of `POST /v1/classify`.
public struct ClassifyRequest: Codable, Sendable, Equatable {
  /// The classifier's name.
  public var model: String
  public var input: [String]

  public init(model: String, input: [String]) {
    self.model = model
    self.input = input
  }
}

/// The reply of `POST /v1/classify`: one result a text, in the texts' order.
public struct ClassifyReply: Codable, Sendable, Equatable {
  public struct Result: Codable, Sendable, Equatable {
    public var label: String
    public var probability: Double
    /// All classes, likeliest first.
    public var scores: [Score]

    public init(scores: [Score]) {
      label = scores.first?.label ?? ""
      probability = scores.first?.probability ?? 0
      self.scores = scores
    }
  }

  public struct Score: Codable, Sendable, Equatable {
    public var label: String
    public var probability: Double

    public init(label: String, probability: Double) {
      self.label = label
      self.probability = probability
    }
  }

  public var model: String
  public var results: [Result]

  public init(model: String, results: [Result]) {
    self.model = model
    self.results = results
  }
}
