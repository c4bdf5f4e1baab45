import Foundation
import Kernels
import Layers
import Models
import Synchronization

/// The thread that runs the decoder for all answers.
///
/// Each step is one pass over the weights: one token of every answer that is being written, and a chunk of the
/// prompt of one that is being read, in turn. Requests beyond ``maximumAnswers`` wait in order.
final class AnswerLoop: Sendable {
  private let model: DecoderModel
  private let contextLength: Int
  private let inbox = Mutex<[WaitingRequest]>([])
  private let stopping = Atomic<Bool>(false)
  private let runningAnswers = Atomic<Int>(0)
  private let wakeUp = DispatchSemaphore(value: 0)

  /// Answers that share a pass; their caches bound the memory.
  static let maximumAnswers = 8
  /// Tokens of a prompt in one pass: enough for the matrix kernels.
  static let promptChunk = 256
  /// The same beside answers that are being written, whose next token waits for the pass.
  static let sharedPromptChunk = 64

  init(model: DecoderModel, contextLength: Int) {
    self.model = model
    self.contextLength = contextLength
    let thread = Thread { [self] in run() }
    thread.name = "decoder"
    thread.stackSize = 8 << 20
    thread.start()
  }

  func submit(_ request: WaitingRequest) {
    inbox.withLock { $0.append(request) }
    wakeUp.signal()
  }

  /// Ends all answers with ``GenerationError/stopped`` after the current step.
  func stop() {
    stopping.store(true, ordering: .relaxed)
    wakeUp.signal()
  }

  var waitingCount: Int { inbox.withLock { $0.count } }
  var runningCount: Int { runningAnswers.load(ordering: .relaxed) }

  private func run() {
    var running: [RunningAnswer] = []
    var shelf = CacheShelf(model: model, capacity: contextLength, places: 4)
    let work = model.makeWorkspace(
      tokens: Self.promptChunk + Self.maximumAnswers, logitRows: Self.maximumAnswers)
    while !stopping.load(ordering: .relaxed) {
      if running.isEmpty { wakeUp.wait() }
      admit(into: &running, from: &shelf)
      running.removeAll { end($0, $0.reasonToEnd, shelf: &shelf) }
      runningAnswers.store(running.count, ordering: .relaxed)
      if !running.isEmpty { step(&running, work: work, shelf: &shelf) }
    }
    for answer in running { answer.ticket.continuation.finish(throwing: GenerationError.stopped) }
    for waiting in inbox.withLock({ $0 }) { waiting.ticket.continuation.finish(throwing: GenerationError.stopped) }
  }

  private func admit(into running: inout [RunningAnswer], from shelf: inout CacheShelf) {
    while running.count < Self.maximumAnswers,
      let next = inbox.withLock({ $0.isEmpty ? nil : $0.removeFirst() })
    {
      if next.ticket.isCancelled { next.ticket.continuation.finish(); continue }
      running.append(RunningAnswer(next, cache: shelf.take(for: next.prompt), tokenizer: model.tokenizer))
    }
  }

  /// Finishes the answer if there is a reason to; tells whether there was.
  private func end(_ answer: RunningAnswer, _ reason: FinishReason?, shelf: inout CacheShelf) -> Bool {
    guard let reason else { return false }
    answer.finish(reason)
    shelf.put(back: answer.cache, tokens: answer.tokens)
    return true
  }

  private func step(_ running: inout [RunningAnswer], work: DecoderWorkspace, shelf: inout CacheShelf) {
    let reader = running.first { $0.isReadingPrompt }
    let writers = running.filter { !$0.isReadingPrompt }
    var segments: [DecoderModel.Segment] = []
    var wanting: [RunningAnswer] = []
    for answer in writers {
      segments.append(.init(tokens: answer.pending, cache: answer.cache, wantsLogits: true))
      wanting.append(answer)
    }
    if let reader {
      let chunk = reader.pending.prefix(writers.isEmpty ? Self.promptChunk : Self.sharedPromptChunk)
      let isLast = chunk.endIndex == reader.tokens.count
      segments.append(.init(tokens: chunk, cache: reader.cache, wantsLogits: isLast))
      if isLast { wanting.append(reader) }
    }
    let taking = writers + (reader.map { [$0] } ?? [])
    do {
      // A pass is given up when one of its listeners goes away, and run again without that one.
      let finished = try model.forward(segments, work: work) { taking.contains { $0.ticket.isCancelled } }
      guard finished else { return }
    } catch {
      // Room was checked when the answer was admitted; a full cache here ends the answers it concerns.
      for answer in running { answer.ticket.continuation.finish(throwing: error) }
      running.removeAll()
      return
    }
    var ended: Set<ObjectIdentifier> = []
    for (row, answer) in wanting.enumerated() {
      let reason = unsafe answer.take(work.logits.row(row), endTokens: model.endTokens)
      if end(answer, reason, shelf: &shelf) { ended.insert(ObjectIdentifier(answer)) }
    }
    running.removeAll { ended.contains(ObjectIdentifier($0)) }
    // Whoever read a chunk goes to the end, so that several prompts are read in turn.
    if let reader, let index = running.firstIndex(where: { $0 === reader }) { running.append(running.remove(at: index)) }
  }
}
