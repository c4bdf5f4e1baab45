/// How the next token is chosen from the model's scores.
public struct SamplingSettings: Sendable, Equatable {
  /// 0 takes the most probable token; larger values flatten the distribution.
  public var temperature: Float
  /// Only the k most probable tokens; 0 for all.
  public var topK: Int
  /// Only the most probable tokens whose probabilities add up to this; 1 for all.
  public var topP: Float
  /// Only tokens at least this share as probable as the best; 0 for all.
  public var minP: Float
  /// Divides the scores of recent tokens where positive and multiplies them where negative; 1 changes nothing.
  public var repetitionPenalty: Float
  /// The same seed and settings give the same text; nil draws one.
  public var seed: UInt64?

  public init(
    temperature: Float = 0, topK: Int = 0, topP: Float = 1, minP: Float = 0, repetitionPenalty: Float = 1, seed: UInt64? = nil
  ) {
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
    self.minP = minP
    self.repetitionPenalty = repetitionPenalty
    self.seed = seed
  }

  /// The most probable token each time.
  public static let greedy = SamplingSettings()

  /// What is wrong with the settings, or nil.
  var fault: String? {
    if !(temperature >= 0 && temperature <= 100) { return "temperature must lie between 0 and 100" }
    if topK < 0 { return "top_k must not be negative" }
    if !(topP > 0 && topP <= 1) { return "top_p must lie above 0 and not above 1" }
    if !(minP >= 0 && minP <= 1) { return "min_p must lie between 0 and 1" }
    if !(repetitionPenalty > 0 && repetitionPenalty <= 100) { return "repetition_penalty must lie above 0 and not above 100" }
    return nil
  }
}
