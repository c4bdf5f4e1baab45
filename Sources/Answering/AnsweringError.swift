/// Why a question got no answer at all; an abstention is an ``Answer``, not an error.
public enum AnsweringError: Error, Sendable, Equatable, CustomStringConvertible {
  case emptyQuestion
  case questionTooLong(bytes: Int, most: Int)
  /// The deadline passed before a first sentence could be verified.
  case deadline

  public var description: String {
    switch self {
    case .emptyQuestion: "the question has no words; ask in a sentence or a few key words"
    case .questionTooLong(let bytes, let most):
      "the question is \(bytes) bytes long, at most \(most) are read; ingest long text as a document and ask about it"
    case .deadline: "the deadline passed before an answer was ready; ask again with a longer deadline"
    }
  }
}
