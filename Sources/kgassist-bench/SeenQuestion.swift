import Answering
import Fusion

/// A question with what its evidence shows and whether the best of that answers it.
struct SeenQuestion: Codable {
  let question: AwayQuestion
  let look: EvidenceLook
  let strength: Double
  let isAnswered: Bool
  /// What was said, or would have been, holds the answer.
  let isRight: Bool
  let best: [String]

  /// nil where it is not known whether it is answered: by a computation, by the graph what asks for a section, or where what is away is named by chance
  /// or by a document.
  init?(_ question: AwayQuestion, _ looked: LookedAt) {
    guard !looked.isComputed, !looked.isFact || question.sort != .section && question.sort != .sentence else { return nil }
    isRight = question.holds(looked.best)
    guard !isRight || question.isAnswerable else { return nil }
    self.question = question
    (look, strength, isAnswered, best) = (looked.look, looked.strength, looked.isAnswered, looked.best)
  }

  /// One with rows of each kind.
  static func fullest(_ seen: [SeenQuestion]) -> SeenQuestion { seen.first { !$0.look.sentences.isEmpty && !$0.look.passages.isEmpty } ?? seen[0] }
}
