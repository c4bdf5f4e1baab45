internal import Foundation
public import Fusion
public import Generation
public import KnowledgeGraph
public import Perception

/// Answers questions from one store: finds evidence, computes, decides, words, verifies.
///
/// ```swift
/// let answerer = Answerer(store: store, encoder: encoder, generator: nil)
/// for try await event in answerer.answer(Question(text: "What is a bond?")) { … }
/// ```
/// Serves many callers at once and keeps nothing between questions.
public final class Answerer: Sendable {
  let store: GraphStore
  let encoder: TextEncoder
  let generator: TextGenerator?
  let reader: FusionReader?
  let linker: FusionLinker?
  let ranker: PassageReranker?
  let pictures: PictureOrder?
  let foreteller: (any LinkForetelling)?

  /// - Parameters:
  ///   - generator: words the answers; `nil` answers with the evidence's own sentences.
  ///   - reader: tells what is asked; `nil`, or one for another encoder, leaves it to the words.
  ///   - linker: tells which names a question misspells; `nil`, or one for another encoder, leaves words as they were written.
  ///   - ranker: ranks the passages that are found; `nil`, or one for another encoder, leaves them as they were found.
  ///   - pictures: ranks the pictures that are found; `nil`, or one for another encoder, leaves them as they were found.
  ///   - foreteller: tells likely links where none is stated.
  public init(
    store: GraphStore, encoder: TextEncoder, generator: TextGenerator?, reader: FusionReader? = nil, linker: FusionLinker? = nil, ranker: PassageReranker? = nil,
    pictures: PictureRanker? = nil, foreteller: (any LinkForetelling)? = nil
  ) {
    self.store = store
    self.encoder = encoder
    self.generator = generator
    self.reader = reader?.card.encoder == encoder.name ? reader : nil
    self.linker = linker?.encoder == encoder.name ? linker : nil
    self.ranker = ranker?.encoder == encoder.name ? ranker : nil
    self.pictures = PictureOrder(pictures, encoder: encoder)
    self.foreteller = foreteller
  }

  /// The evidence alone, in the order that answering uses.
  ///
  /// - Parameter k: how many passages, from 1 to 1,000.
  /// - Throws: ``AnsweringError``; `StoreError`; `CancellationError` when the task was cancelled.
  @concurrent public func search(_ question: Question, k: Int) async throws -> Evidence {
    let k = min(1000, max(1, k))
    var evidence = try await prepare(question, k: k).evidence
    evidence.passages = Array(evidence.passages.prefix(k))
    return evidence
  }

  /// The answer as it is made. Dropping the stream, or cancelling the task that reads it, ends the work.
  public func answer(_ question: Question) -> AsyncThrowingStream<AnswerEvent, any Error> {
    AsyncThrowingStream { continuation in
      let task = Task { @concurrent in
        do {
          try await self.run(question) { continuation.yield($0) }
          continuation.finish()
        } catch {
          continuation.finish(throwing: error)
        }
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }

  private func run(_ asked: Question, _ yield: @escaping @Sendable (AnswerEvent) -> Void) async throws {
    let prepared = try await prepare(asked, k: max(1, min(64, asked.evidenceCount)))
    try Task.checkCancellation()
    yield(.evidence(prepared.evidence))
    var timings = prepared.timings
    let clock = ContinuousClock()
    let began = clock.now
    var speaker = Speaker(asked: asked, prepared: prepared, answerer: self, yield: yield)
    try await speaker.speak()
    timings.generate = Self.milliseconds(clock.now - began)
    let isAnswered = !speaker.said.isEmpty
    yield(
      .done(
        Answer(
          id: UUID().uuidString.lowercased(),
          answer: isAnswered ? speaker.said : Self.abstention,
          outcome: isAnswered ? .answered : .abstained, confidence: speaker.confidence,
          domain: prepared.evidence.domain, citations: speaker.citer.citations,
          facts: Array(prepared.evidence.facts.prefix(8)),
          foretold: isAnswered ? [] : prepared.evidence.foretold, usage: speaker.usage, timings: timings)))
  }

  /// What is said when the evidence does not answer.
  static let abstention = "The stored documents and the graph do not answer this question."
}
