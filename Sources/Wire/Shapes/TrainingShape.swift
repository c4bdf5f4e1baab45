/// The body of `POST /v1/train`. What is not named is chosen.
public struct TrainRequest: Codable, Sendable, Equatable {
  /// `graph`: the vectors of the graph's things and relations.
  public var what: String
  /// Triples of this domain alone.
  public var domain: String?
  /// Whether triples that rules inferred are trained on too.
  public var inferred: Bool?
  /// Whether to train from nothing, though there are older vectors or an interrupted training.
  public var fresh: Bool?
  /// `complex`, `distmult`, `cp`, `transe`, `rotate` or `rotate2`.
  public var model: String?
  public var rank: Int?
  public var epochs: Int?
  public var batch: Int?
  public var regulariser: Double?
  public var relationWeight: Double?
  public var seed: Int?

  public init(what: String) { self.what = what }

  enum CodingKeys: String, CodingKey {
    case what, domain, inferred, fresh, model, rank, epochs, batch, regulariser, seed
    case relationWeight = "relation_weight"
  }
}

/// How far a training is, and at its end what came of it.
public struct TrainingShape: Codable, Sendable, Equatable {
  public enum Phase: String, Codable, Sendable {
    case reading, choosing, training, judging, done
    /// The graph and the settings are as they were when the vectors were trained: nothing was done.
    case unchanged
  }

  public var phase: Phase
  /// While settings are being chosen: the number of the short run.
  public var trial: Int?
  public var epoch: Int
  /// The most there will be; training ends when validation has not become better for a while.
  public var epochs: Int
  public var loss: Double?
  /// Mean reciprocal rank on validation: of the latest epoch that was judged, and of the best.
  public var validation: Double?
  public var bestValidation: Double?
  public var bestEpoch: Int?
  /// At most, while it trains.
  public var secondsLeft: Double?
  /// The epoch after which an interrupted training was taken up again.
  public var resumedAfter: Int?
  /// Whether it goes on from older vectors.
  public var fineTunes: Bool?
  /// At the end.
  public var result: TrainedGraphShape?

  public init(phase: Phase, epoch: Int = 0, epochs: Int = 0) {
    self.phase = phase
    self.epoch = epoch
    self.epochs = epochs
  }

  enum CodingKeys: String, CodingKey {
    case phase, trial, epoch, epochs, loss, validation, result
    case bestValidation = "best_validation"
    case bestEpoch = "best_epoch"
    case secondsLeft = "seconds_left"
    case resumedAfter = "resumed_after"
    case fineTunes = "fine_tunes"
  }
}
