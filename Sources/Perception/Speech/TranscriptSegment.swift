/// A stretch of speech and its words.
public struct TranscriptSegment: Sendable, Equatable {
  /// Seconds from the recording's beginning.
  public let start: Double
  public let end: Double
  /// The words, usually with a blank before the first.
  public let text: String
  /// The model's tokens, times among them.
  public let tokens: [Int32]
  /// The mean of its window's tokens' log probabilities.
  public let logProbability: Double
  /// How likely the window holds no speech.
  public let noSpeech: Double
  /// The temperature that gave the text.
  public let temperature: Double
  /// How many times smaller the window's text becomes when it is compressed.
  public let compression: Double
}
