/// What the evidence for a question shows, in numbers between about -1 and 1: of the question and its best answer, of the best sentences, and of the
/// best passages.
public struct EvidenceLook: Sendable, Equatable, Codable {
  public var question: [Float]
  public var sentences: [[Float]]
  public var passages: [[Float]]

  /// Rows of each kind at most.
  public static let most = 6

  public init(question: [Float], sentences: [[Float]], passages: [[Float]]) {
    self.question = question
    self.sentences = Array(sentences.prefix(Self.most))
    self.passages = Array(passages.prefix(Self.most))
  }
}
