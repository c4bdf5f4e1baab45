/// A content word of the question, with how much it says about the topic.
public struct QuestionTerm: Sendable, Hashable {
  public let stem: String
  public let folded: String
  /// The word as written.
  public let text: String
  /// Inverse document frequency in the store, lowered for words that are common in English; above 0.
  public var weight: Double
  /// A word inside the sentence that starts with a capital letter, or has a digit: a name.
  public let isName: Bool
  public let isNumber: Bool
  /// True where the value was given by the asker for a calculation ("eGFR 25"): evidence need not repeat it.
  public let isGiven: Bool
}
