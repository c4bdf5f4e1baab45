/// What `/v1/transcribe` answers with, whole or as the `done` event of a stream.
public struct TranscriptShape: Codable, Sendable, Equatable {
  /// A stretch of speech.
  public struct Segment: Codable, Sendable, Equatable {
    /// Seconds from the recording's beginning.
    public var start: Double
    public var end: Double
    public var text: String
    /// The mean of its tokens' log probabilities, of its window of half a minute.
    public var logProbability: Double
    /// How likely nobody speaks.
    public var noSpeech: Double

    enum CodingKeys: String, CodingKey {
      case start, end, text
      case logProbability = "log_probability"
      case noSpeech = "no_speech"
    }

    public init(start: Double, end: Double, text: String, logProbability: Double, noSpeech: Double) {
      self.start = start
      self.end = end
      self.text = text
      self.logProbability = logProbability
      self.noSpeech = noSpeech
    }
  }

  /// How far a recording has been heard, an event of a stream.
  public struct Progress: Codable, Sendable, Equatable {
    /// Seconds.
    public var done: Double
    public var total: Double

    public init(done: Double, total: Double) {
      self.done = done
      self.total = total
    }
  }

  public var text: String
  /// Seconds.
  public var duration: Double
  public var model: String
  public var segments: [Segment]

  public init(text: String, duration: Double, model: String, segments: [Segment]) {
    self.text = text
    self.duration = duration
    self.model = model
    self.segments = segments
  }
}
