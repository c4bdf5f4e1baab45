/// A passage before it is linked and encoded: where it stands in the reading, and under which headings.
struct CutPassage: Sendable, Equatable {
  var heading: [String]
  var range: Range<Int>

  /// What the encoder gets for it.
  ///
  /// The headings are put before the text: a paragraph that says "It is contraindicated below 30" means nothing without "Metformin. Kidneys".
  static func embeddingText(heading: [String], text: String) -> String {
    heading.isEmpty ? text : heading.joined(separator: ". ") + "\n" + text
  }
}
