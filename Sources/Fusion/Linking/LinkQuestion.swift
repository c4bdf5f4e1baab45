import Models

/// A question with the things that its misspelt word may mean, as a linker reads them.
public struct LinkQuestion: Sendable {
  let words: [[Float]]
  let rows: [[Float]]
  /// For each candidate whether it is meant; empty where that is not known.
  public let right: [Bool]

  init(words: [[Float]], rows: [[Float]], right: [Bool]) {
    (self.words, self.rows, self.right) = (words, rows, right)
  }

  var tokens: FusionTokens { FusionTokens([.word: words, .candidate: rows]) }
}
