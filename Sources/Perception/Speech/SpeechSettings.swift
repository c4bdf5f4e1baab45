/// How speech is searched for. The defaults are those of faster-whisper.
public struct SpeechSettings: Sendable {
  /// Texts that are followed at once; 1 takes the likeliest token each time.
  public var beamSize = 5
  /// How many more finished texts than the beam's size are waited for, as a factor.
  public var patience = 1.0
  /// The power of its length that a text's score is divided by.
  public var lengthPenalty = 1.0
  /// Tried one after the other until a text is good enough. Above 0, tokens are drawn.
  public var temperatures = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
  /// Texts that are drawn at a temperature above 0; the best is kept.
  public var samples = 5
  /// A text that shrinks more than that when it is compressed repeats itself.
  public var mostCompression = 2.4
  /// A text whose tokens are less likely than that on average is tried again.
  public var leastLogProbability = -1.0
  /// A window is silent when silence is likelier than that and its text is unlikely.
  public var noSpeech = 0.6
  /// Whether each window is told the text before it.
  public var conditionsOnPrevious = true
  /// Above this temperature the text before is forgotten.
  public var forgettingTemperature = 0.5
  /// Seconds at which the first word may begin at the latest.
  public var latestStart = 1.0
  /// Whether times are asked for; without them a window is one segment.
  public var timestamps = true
  /// The language's code, as in `en`; nil to hear it from the sound. A model of English alone ignores it.
  public var language: String?
  /// Words to expect, told to the model as if they had been said before.
  public var prompt = ""
  /// Names that the search prefers where the sound allows them.
  public var terms: TermTree?

  public init() {}
}
