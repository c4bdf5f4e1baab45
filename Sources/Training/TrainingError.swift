/// Why a training could not begin or go on.
public enum TrainingError: Error, CustomStringConvertible, Sendable, Equatable {
  case badSetting(name: String, value: String, allowed: String)
  /// The loss, or the gradient, stopped being a number. The parameters are those of the step before.
  case notFinite(step: Int, what: String, rate: Float, checkpoint: Int?)
  /// Whoever asked for it broke it off.
  case stopped(step: Int)
  /// A checkpoint is of another model, plan or data.
  case otherTraining(file: String, reason: String)
  /// Too little to learn from.
  case tooLittle(String)
  /// A model, or a file beside it, cannot be trained or applied as asked.
  case unsuited(String)

  public var description: String {
    switch self {
    case .badSetting(let name, let value, let allowed): "\(name) \(value) is not possible: \(allowed)"
    case .notFinite(let step, let what, let rate, let checkpoint):
      "the \(what) stopped being a number in step \(step), at a rate of \(rate); "
        + (checkpoint.map { "the checkpoint of step \($0) is good: go on from it with a lower rate" } ?? "there is no checkpoint yet: begin again with a lower rate")
    case .stopped(let step): "training was broken off after step \(step)"
    case .otherTraining(let file, let reason): "\(file) is of another training: \(reason); begin a new one, or give it its own settings"
    case .tooLittle(let what): "there is too little to learn from: \(what)"
    case .unsuited(let what): what
    }
  }
}
