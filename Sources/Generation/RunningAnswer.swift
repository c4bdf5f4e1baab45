import Layers
import Models
import Synchronization
import Tokenizers

/// An answer that is being written: its tokens, its cache, and who listens. It belongs to the loop's thread.
final class RunningAnswer {
  let request: GenerationRequest
  let cache: KeyValueCache
  let promptCount: Int
  let ticket: Ticket
  /// The prompt, then what was written.
  private(set) var tokens: [Int32]

  private var sampler: Sampler
  private var decoder: StreamingDecoder
  private var stops: StopScanner

  init(_ waiting: WaitingRequest, cache: KeyValueCache, tokenizer: BytePairTokenizer) {
    request = waiting.request
    ticket = waiting.ticket
    tokens = waiting.prompt
    promptCount = waiting.prompt.count
    self.cache = cache
    sampler = Sampler(waiting.request.sampling)
    decoder = StreamingDecoder(tokenizer)
    stops = StopScanner(waiting.request.stop)
  }

  /// Tokens that the cache does not hold yet.
  var pending: ArraySlice<Int32> { tokens[cache.count...] }

  var isReadingPrompt: Bool { cache.count < promptCount - 1 }

  /// Why the answer must end before another pass, or nil.
  var reasonToEnd: FinishReason? {
    if ticket.isCancelled { return .cancelled }
    if let deadline = request.deadline, ContinuousClock.now >= deadline { return .deadline }
    return nil
  }

  /// Takes the scores after the last token, chooses the next one and hands its text on.
  ///
  /// - Returns: why the answer ends here, or nil.
  func take(_ logits: UnsafeMutableBufferPointer<Float>, endTokens: Set<Int32>) -> FinishReason? {
    let token = unsafe sampler.next(logits, recent: tokens)
    if endTokens.contains(token) { return .stop }
    tokens.append(token)
    let (text, stopped) = stops.append(decoder.append(token))
    if !text.isEmpty { ticket.continuation.yield(.text(text)) }
    if stopped { return .stop }
    if tokens.count - promptCount >= request.maxTokens || tokens.count >= cache.capacity { return .length }
    return nil
  }

  func finish(_ reason: FinishReason) {
    if reason != .cancelled {
      // The beginning of a scalar that was never finished is dropped; after a stop string nothing is held.
      let rest = stops.finish()
      if !rest.isEmpty { ticket.continuation.yield(.text(rest)) }
    }
    let written = tokens.count - promptCount
    ticket.continuation.yield(.finished(reason, promptTokens: promptCount, completionTokens: written))
    ticket.continuation.finish()
  }
}

/// The listener's side of an answer: where events go, and whether anybody still listens.
final class Ticket: Sendable {
  let continuation: AsyncThrowingStream<GenerationEvent, any Error>.Continuation
  private let cancelled = Atomic<Bool>(false)

  init(_ continuation: AsyncThrowingStream<GenerationEvent, any Error>.Continuation) { self.continuation = continuation }

  var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

  func cancel() { cancelled.store(true, ordering: .relaxed) }
}

/// A request whose prompt is tokens already and which waits for a place.
struct WaitingRequest: Sendable {
  let request: GenerationRequest
  let prompt: [Int32]
  let ticket: Ticket
}
