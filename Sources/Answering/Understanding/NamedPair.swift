/// The two things that a question sets beside each other: "A or B", "between A and B", "A than B".
enum NamedPair {
  /// The words on either side of the last `joint`, three at most each; `nil` where one side has none.
  static func around(_ joint: String, in text: String) -> (String, String)? {
    let words = Word.words(in: text)
    guard let place = words.lastIndex(where: { $0.folded == joint }), place > 0, place + 1 < words.count else { return nil }
    func parts(_ word: Word) -> Bool { word.isStopWord || word.folded == "between" || QuestionKind.comparatives.contains(word.folded) }
    let bytes = Array(text.utf8)
    func hasComma(before word: Word) -> Bool {
      bytes[..<min(word.start, bytes.count)].last(where: { $0 != 32 }) == UInt8(ascii: ",")
    }
    var before: [String] = []
    for word in words[..<place].reversed() {
      if parts(word) { break }
      before.insert(word.text, at: 0)
      if before.count == 3 || hasComma(before: word) { break }
    }
    let after = words[(place + 1)...].drop(while: { ["the", "a", "an"].contains($0.folded) }).prefix(while: { !parts($0) }).prefix(3).map(\.text)
    guard !before.isEmpty, !after.isEmpty else { return nil }
    return (before.joined(separator: " "), after.joined(separator: " "))
  }
}
