/// How one answer did.
public struct AnswerScore: Sendable, Equatable {
  /// The daemon gave an answer and did not abstain.
  public let isAnswered: Bool
  /// What was to be in the answer is there and what was not is not; false for questions that are to be abstained from.
  public let isCorrect: Bool
  /// A citation is of the expected document; nil where none is expected.
  public let isCitationCorrect: Bool?
  /// Abstained where that was right; nil where an answer was given.
  public let isAbstentionRight: Bool?

  public init(_ reply: AskReply, for question: EvaluationQuestion) {
    isAnswered = reply.outcome == .answered
    guard reply.outcome == .answered else {
      isCorrect = false
      isCitationCorrect = question.isToAbstain || question.document == nil ? nil : false
      isAbstentionRight = question.isToAbstain
      return
    }
    isAbstentionRight = nil
    let text = ComparedText(withoutMarkers: reply.answer)
    let found = question.answer.isEmpty || question.answer.contains { text.holds($0) }
    let whole = (question.contains ?? []).allSatisfy { wanted in
      wanted.split(separator: "|").contains { text.holds(String($0)) }
    }
    let clean = !(question.forbidden ?? []).contains { text.holds($0) }
    isCorrect = !question.isToAbstain && found && whole && clean
    isCitationCorrect = question.isToAbstain ? nil : question.document.map { wanted in
      reply.citations.contains { $0.verified && Self.isSame($0.name, wanted) }
    }
  }

  private static func isSame(_ name: String, _ wanted: String) -> Bool {
    name == wanted || name.hasSuffix("/" + wanted) || wanted.hasSuffix("/" + name)
  }
}
