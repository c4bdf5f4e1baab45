import Answering
import KnowledgeGraph
import Service
import Synchronization

/// Answers with what it was told, once it is let go; until then an answer is held at its first sentence.
final class HeldAnswerer: QuestionAnswering {
  private struct State {
    var held: [Int: AsyncThrowingStream<AnswerEvent, any Error>.Continuation] = [:]
    var begun = 0
    var ended = 0
    var isOpen: Bool
    var questions: [Question] = []
  }
  private let state: Mutex<State>

  init(open: Bool = false) { state = Mutex(State(isOpen: open)) }

  /// Answers that were begun, and those of them that nobody wanted to the end.
  var begun: Int { state.withLock { $0.begun } }
  var abandoned: Int { state.withLock { $0.ended } }
  var questions: [Question] { state.withLock { $0.questions } }

  func answer(_ question: Question) -> AsyncThrowingStream<AnswerEvent, any Error> {
    let (stream, continuation) = AsyncThrowingStream<AnswerEvent, any Error>.makeStream()
    let (number, isOpen) = state.withLock { state in
      state.begun += 1
      state.questions.append(question)
      state.held[state.begun] = continuation
      return (state.begun, state.isOpen)
    }
    continuation.onTermination = { [weak self] reason in
      guard case .cancelled = reason else { return }
      self?.state.withLock { $0.ended += 1 }
    }
    continuation.yield(.evidence(Evidence()))
    continuation.yield(.token("First. [1]"))
    if isOpen { finish(number) }
    return stream
  }

  func search(_ question: Question, k: Int) async throws -> Evidence { Evidence() }

  /// Lets all answers end, those to come too.
  func open() {
    let numbers = state.withLock { state in
      state.isOpen = true
      return Array(state.held.keys)
    }
    for number in numbers { finish(number) }
  }

  private func finish(_ number: Int) {
    let continuation = state.withLock { $0.held.removeValue(forKey: number) }
    continuation?.yield(.citation(Self.citation))
    continuation?.yield(
      .done(
        Answer(
          id: "\(number)", answer: "First. [1]", outcome: .answered, confidence: 0.5, domain: .code,
          citations: [Self.citation], facts: [], usage: Usage(promptTokens: 3, completionTokens: 2), timings: Timings())))
    continuation?.finish()
  }

  private static let citation = Citation(
    index: 1, document: "sha256:00", name: "a.md", start: 0, end: 6, quote: "First.", triples: [], verified: true)
}
