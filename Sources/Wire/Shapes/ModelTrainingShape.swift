/// How far the training of an adapter, a classifier or a small model is, and at its end what came of it.
public struct ModelTrainingShape: Codable, Sendable, Equatable {
  public enum Phase: String, Codable, Sendable { case reading, loading, judging, training, writing, done }

  /// `adapter`, `classifier`, `decoder`, `encoder` or `fusion`.
  public var what: String
  public var name: String
  public var phase: Phase
  /// Steps done, and in all.
  public var step: Int
  public var steps: Int
  /// Of the latest step, in nats.
  public var loss: Double?
  /// Of what is held out, at the latest step that was judged.
  public var validation: Double?
  public var tokensPerSecond: Double?
  public var secondsLeft: Double?
  /// Whether it stands still since an answer is being written.
  public var givesWay: Bool?
  /// The step after which an interrupted training was taken up again.
  public var resumedAfter: Int?
  /// At the end.
  public var result: TrainedModelShape?

  public init(what: String, name: String, phase: Phase) {
    self.what = what
    self.name = name
    self.phase = phase
    step = 0
    steps = 0
  }

  enum CodingKeys: String, CodingKey {
    case what, name, phase, step, steps, loss, validation, result
    case tokensPerSecond = "tokens_per_second"
    case secondsLeft = "seconds_left"
    case givesWay = "gives_way"
    case resumedAfter = "resumed_after"
  }
}
