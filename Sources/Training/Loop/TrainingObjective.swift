public import Layers

/// What a training minimises: a model, its data and its loss.
///
/// It chooses a batch by the numbers of the step and of the part alone (and its own seed), so that a training which was broken
/// off goes on with the batch that was next.
public protocol TrainingObjective: AnyObject, SendableMetatype {
  /// What is trained, in an order that does not change.
  var groups: [ParameterGroup] { get }

  /// Runs one part of a step's batch forward and backward, adding to the gradients.
  ///
  /// - Parameters:
  ///   - part: of `parts`, which together make the step (gradient accumulation).
  ///   - weight: what the slopes of the part's mean loss are multiplied by: 1 / parts.
  func accumulate(step: Int, part: Int, parts: Int, weight: Float, pass: TrainingPass) throws -> PartLoss

  /// The loss on what is held out, or nil where nothing is. `pass` is not training.
  func validate(pass: TrainingPass) throws -> Double?
}

extension TrainingObjective {
  public func validate(pass: TrainingPass) throws -> Double? { nil }
}

/// The loss of one part of a batch.
public struct PartLoss: Sendable, Equatable {
  /// The mean, in nats.
  public var mean: Double
  /// Tokens, or examples, that were computed with: what speed is counted in.
  public var tokens: Int

  public init(mean: Double, tokens: Int) {
    self.mean = mean
    self.tokens = tokens
  }
}
