/// Where a training stands after a step.
public struct TrainingProgress: Sendable, Equatable, Codable {
  /// Steps done.
  public var step: Int
  public var steps: Int
  /// The mean loss of the step's batch, in nats.
  public var loss: Double
  /// The norm of the gradients before they were clipped.
  public var gradientNorm: Double
  public var rate: Float
  /// The loss on what is held out, after the steps that validate.
  public var validation: Double?
  /// Over the last steps.
  public var tokensPerSecond: Double
  public var secondsLeft: Double

  public init(
    step: Int, steps: Int, loss: Double, gradientNorm: Double, rate: Float, validation: Double? = nil, tokensPerSecond: Double,
    secondsLeft: Double
  ) {
    self.step = step
    self.steps = steps
    self.loss = loss
    self.gradientNorm = gradientNorm
    self.rate = rate
    self.validation = validation
    self.tokensPerSecond = tokensPerSecond
    self.secondsLeft = secondsLeft
  }
}
