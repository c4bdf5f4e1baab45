public import Answering

/// Who answers questions. The answerer of the house; tests put another one in its place to hold an answer still.
public protocol QuestionAnswering: Sendable {
  func answer(_ question: Question) -> AsyncThrowingStream<AnswerEvent, any Error>
  func search(_ question: Question, k: Int) async throws -> Evidence
}

extension Answerer: QuestionAnswering {}
