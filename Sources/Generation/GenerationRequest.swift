public import Tokenizers

/// What a decoder is asked to write.
public struct GenerationRequest: Sendable {
  public var messages: [ChatMessage]
  /// How the answer is to begin; not part of what is given back.
  public var assistantPrefix: String
  public var maxTokens: Int
  public var sampling: SamplingSettings
  /// The answer ends before the first of these.
  public var stop: [String]
  /// The answer ends, as far as it is, when this has passed.
  public var deadline: ContinuousClock.Instant?
  /// Who asks: users take turns where answers must wait for each other.
  public var user: UInt32 = 0
  /// Whether tokens are guessed from the prompt and checked several at a time. The text is the same either way.
  public var drafts = true

  public init(
    messages: [ChatMessage], assistantPrefix: String = "", maxTokens: Int, sampling: SamplingSettings = .greedy,
    stop: [String] = [], deadline: ContinuousClock.Instant? = nil
  ) {
    self.messages = messages
    self.assistantPrefix = assistantPrefix
    self.maxTokens = maxTokens
    self.sampling = sampling
    self.stop = stop
    self.deadline = deadline
  }
}

/// Why an answer ended.
public enum FinishReason: String, Sendable {
  /// The model ended it, or a stop string was reached.
  case stop
  /// It has as many tokens as were asked for, or the context is full.
  case length
  /// The deadline passed.
  case deadline
  /// Nobody listens any more.
  case cancelled
}

/// What an answer's stream carries: pieces of text, then one end.
public enum GenerationEvent: Sendable, Equatable {
  /// More of the answer; whole characters.
  case text(String)
  case finished(FinishReason, promptTokens: Int, completionTokens: Int)
}

/// Why no answer can be written.
public enum GenerationError: Error, CustomStringConvertible, Sendable, Equatable {
  /// The prompt leaves no room for an answer. Nothing is dropped silently.
  case contextExceeded(needed: Int, available: Int)
  case badRequest(String)
  /// The generator was shut down.
  case stopped

  public var description: String {
    switch self {
    case .contextExceeded(let needed, let available):
      "the prompt needs \(needed) tokens and the context holds \(available): shorten the question, or set a longer context"
    case .badRequest(let problem): problem
    case .stopped: "the decoder is shutting down; try again when the daemon is up"
    }
  }
}
