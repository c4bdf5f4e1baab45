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
