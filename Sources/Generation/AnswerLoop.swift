import Foundation
import Kernels
import Layers
import Models
import Synchronization

/// The thread that runs the decoder for all answers.
///
/// Each step is one pass over the weights: the next token of every answer that is being written, with a draft of
/// those after it, and a chunk of the prompt of one that is being read, in turn. A request waits until a place is
/// free and the pool of keys and values can hold its answer to the end, so that no answer fails halfway.
final class AnswerLoop: Sendable {
  private let model: DecoderModel
  private let contextLength: Int
  private let poolCapacity: Int
  private let inbox = Mutex(WaitingLine())
  private let stopping = Atomic<Bool>(false)
  private let runningAnswers = Atomic<Int>(0)
  private let wakeUp = DispatchSemaphore(value: 0)

  /// Answers that share a pass.
  static let maximumAnswers = 16
  /// Rows of answers in one pass, drafts counted: as many as one reading of the weights serves.
  static let maximumRows = 16
  /// Tokens of a prompt in one pass: enough for the matrix kernels.
  static let promptChunk = 256
  /// The same beside answers that are being written, whose next token waits for the pass.
  static let sharedPromptChunk = 64

  /// - Parameter poolCapacity: positions of all running answers together; at least `contextLength`.
  init(model: DecoderModel, contextLength: Int, poolCapacity: Int) {
    self.model = model
    self.contextLength = contextLength
    self.poolCapacity = poolCapacity
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
    let pool = model.makePool(capacity: poolCapacity)
    let work = model.makeWorkspace(tokens: Self.promptChunk + Self.maximumRows, logitRows: Self.maximumRows + 1)
    while !stopping.load(ordering: .relaxed) {
      if running.isEmpty { wakeUp.wait() }
      admit(into: &running, from: pool)
      running.removeAll { end($0, $0.reasonToEnd) }
      runningAnswers.store(running.count, ordering: .relaxed)
      if !running.isEmpty { step(&running, work: work) }
    }
    for answer in running { answer.ticket.continuation.finish(throwing: GenerationError.stopped) }
    for waiting in inbox.withLock({ $0.removeAll() }) { waiting.ticket.continuation.finish(throwing: GenerationError.stopped) }
  }

  private func admit(into running: inout [RunningAnswer], from pool: KeyValuePool) {
    while running.count < Self.maximumAnswers {
      let users = running.map(\.request.user)
      guard let next = inbox.withLock({ $0.next(running: users) }) else { return }
      if next.ticket.isCancelled {
        inbox.withLock { $0.remove(next) }
        next.ticket.continuation.finish()
        continue
      }
      let answer = RunningAnswer(next, pool: pool, contextLength: contextLength, tokenizer: model.tokenizer)
      // Blocks that running answers will still take are spoken for. Who does not fit waits, and nobody overtakes.
      let promised = running.reduce(0) { $0 + $1.blocksToCome }
      guard pool.availableBlocks - promised >= answer.blocksToCome else { return }
      running.append(answer)
      inbox.withLock { $0.begin(next) }
    }
  }

  /// Finishes the answer if there is a reason to; tells whether there was.
  private func end(_ answer: RunningAnswer, _ reason: FinishReason?) -> Bool {
    guard let reason else { return false }
    answer.finish(reason)
    return true
  }

  private func step(_ running: inout [RunningAnswer], work: DecoderWorkspace) {
    let reader = running.first { $0.isReadingPrompt }
    reader?.takeOverPrompt()
    let writers = running.filter { !$0.isReadingPrompt }
    var segments: [DecoderModel.Segment] = []
    var taking: [RunningAnswer] = []
    for answer in writers {
      let tokens = answer.nextTokens(draftLimit: (Self.maximumRows - writers.count) / writers.count)
      segments.append(.init(tokens: tokens, cache: answer.cache, logitRows: tokens.count))
      taking.append(answer)
    }
    if let reader, reader.isReadingPrompt {
      let chunk = reader.pending.prefix(writers.isEmpty ? Self.promptChunk : Self.sharedPromptChunk)
      segments.append(.init(tokens: chunk, cache: reader.cache, wantsLogits: chunk.endIndex == reader.tokens.count))
      taking.append(reader)
    }
    do {
      // A pass is given up when one of its listeners goes away, and run again without that one.
      guard try model.forward(segments, work: work, shouldStop: { taking.contains { $0.ticket.isCancelled } }) else { return }
    } catch {
      // Room was promised when each answer was admitted: this is a bug, and ends the answers it concerns.
      for answer in running { answer.ticket.continuation.finish(throwing: error) }
      running.removeAll()
      return
    }
    var ended: Set<ObjectIdentifier> = []
    var row = 0
    for (answer, segment) in zip(taking, segments) {
      let rows = row..<row + segment.logitRows
      row = rows.upperBound
      let reason = answer.take(rows, of: work.logits, endTokens: model.endTokens)
      if end(answer, reason) { ended.insert(ObjectIdentifier(answer)) }
    }
    running.removeAll { ended.contains(ObjectIdentifier($0)) }
    // Whoever read a chunk goes to the end, so that several prompts are read in turn.
    if let reader, let index = running.firstIndex(where: { $0 === reader }) { running.append(running.remove(at: index)) }
  }
}
