import Kernels
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

  private let maximumBlocks: Int
  private var sampler: Sampler
  private var decoder: StreamingDecoder
  private var stops: StopScanner
  private lazy var lookup = request.drafts ? PromptLookup(tokens) : nil
  private var draft: [Int32] = []

  /// The cache takes over what other texts have computed of the prompt.
  init(_ waiting: WaitingRequest, pool: KeyValuePool, contextLength: Int, tokenizer: BytePairTokenizer) {
    request = waiting.request
    ticket = waiting.ticket
    tokens = waiting.prompt
    promptCount = waiting.prompt.count
    let longest = min(contextLength, promptCount + min(waiting.request.maxTokens, contextLength))
    cache = pool.makeCache(capacity: longest)
    maximumBlocks = KeyValueStore.blocks(for: longest)
    sampler = Sampler(waiting.request.sampling)
    decoder = StreamingDecoder(tokenizer)
    stops = StopScanner(waiting.request.stop)
    takeOverPrompt()
  }

  /// Tokens that the cache does not hold yet.
  var pending: ArraySlice<Int32> { tokens[cache.count...] }

  var isReadingPrompt: Bool { cache.count < promptCount - 1 }

  /// Blocks of keys and values that the answer may still take.
  var blocksToCome: Int { maximumBlocks - cache.blockCount }

  /// Why the answer must end before another pass, or nil.
  var reasonToEnd: FinishReason? {
    if ticket.isCancelled { return .cancelled }
    if let deadline = request.deadline, ContinuousClock.now >= deadline { return .deadline }
    return nil
  }

  /// Uses what other texts with the same beginning have computed; the prompt's last token must run for its logits.
  func takeOverPrompt() { cache.attach(tokens, limit: promptCount - 1) }

  /// The pending token and a guess at those after it.
  func nextTokens(draftLimit: Int) -> ArraySlice<Int32> {
    // The last token that may be written need not go through the model.
    let room = cache.capacity - tokens.count - 1
    draft = Array(lookup?.draft(limit: min(draftLimit, room)) ?? [])
    return draft.isEmpty ? pending : (pending + draft)[...]
  }

  /// Takes the scores after the pending token and after each drafted one that turns out right, and hands the text on.
  ///
  /// - Parameter rows: where the scores are; none while the prompt is being read.
  /// - Returns: why the answer ends here, or nil.
  func take(_ rows: Range<Int>, of logits: Activations, endTokens: Set<Int32>) -> FinishReason? {
    var end: FinishReason?, accepted = 0
    for row in rows {
      let token = unsafe sampler.next(logits.row(row), recent: tokens)
      let isRight = accepted < draft.count && draft[accepted] == token
      end = write(token, endTokens: endTokens)
      if end != nil || !isRight { break }
      accepted += 1
    }
    lookup?.judge(drafted: draft.count, accepted: accepted)
    // What was drafted wrongly is forgotten. The token written last has not been through the model.
    cache.truncate(to: min(cache.count, rows.isEmpty ? tokens.count : tokens.count - 1))
    draft = []
    cache.publish(tokens)
    return end
  }

  private func write(_ token: Int32, endTokens: Set<Int32>) -> FinishReason? {
    if endTokens.contains(token) { return .stop }
    tokens.append(token)
    lookup?.append(token)
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
