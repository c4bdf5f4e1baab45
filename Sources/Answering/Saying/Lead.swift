/// A sentence that leans on the one before it is said together with it.
enum Lead {
  /// The sentence itself: what it refers back to is quoted before it where it opens with a pronoun.
  static func completed(_ scored: ScoredSentence) -> ScoredSentence { scored }
}
