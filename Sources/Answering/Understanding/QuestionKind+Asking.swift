extension QuestionKind {
  /// True where a sentence asks: it ends with a question mark, or opens as questions do. Who writes down speech does not always hear the mark.
  public static func asks(_ sentence: String) -> Bool {
    if sentence.trimmingSpace.hasSuffix("?") { return true }
    return Word.words(in: sentence).first.map { openers.contains($0.folded) } ?? false
  }

  /// The sentences of a text that ask, in their order, and whether there are others.
  public static func asking(in text: String) -> (asking: [String], others: Bool) {
    let bytes = Array(text.utf8)
    let sentences = SentenceEnds.pieces(of: bytes, in: 0..<bytes.count).map { String(decoding: bytes[$0], as: UTF8.self) }
    let asking = sentences.filter(asks)
    return (asking, sentences.contains { !asks($0) && $0.contains(where: \.isLetter) })
  }
}
