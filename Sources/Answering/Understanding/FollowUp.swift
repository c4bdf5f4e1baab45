/// Puts the topic of a conversation into a question that refers back to it.
public enum FollowUp {
  /// The question with the last turn's topic added in parentheses when it is short or speaks of "it", "they", "that",
  /// or opens with "and", "what about"; unchanged otherwise.
  public static func resolve(_ text: String, history: [Turn]) -> String {
    guard let last = history.last else { return text }
    let words = Word.words(in: text)
    let folded = words.map(\.folded)
    let content = words.filter { !$0.isStopWord }
    let refersBack =
      folded.contains(where: { pronouns.contains($0) }) || ["and", "also", "then", "but"].contains(folded.first ?? "")
      || text.lowercased().hasPrefix("what about") || text.lowercased().hasPrefix("how about")
    guard refersBack || content.count <= 1 else { return text }
    let names = topic(of: last, history: history)
    let mine = Set(content.map(\.stem))
    let added = names.filter { !mine.contains(Stemmer.stem(Word.fold($0))) }
    return added.isEmpty ? text : text + " (" + added.joined(separator: " ") + ")"
  }

  /// The content words of the last question; a question that itself refers back brings those before it.
  private static func topic(of turn: Turn, history: [Turn]) -> [String] {
    var words: [String] = []
    for turn in history.suffix(3).reversed() {
      let cut = Word.words(in: turn.question)
      for word in cut where !word.isStopWord && !word.isNumber {
        if !words.contains(word.text) { words.append(word.text) }
      }
      if !cut.contains(where: { pronouns.contains($0.folded) }), words.count >= 1 { break }
    }
    return Array(words.prefix(8))
  }

  private static let pronouns: Set<String> = [
    "it", "its", "they", "them", "their", "this", "that", "these", "those", "he", "she", "his", "her", "him", "one",
    "there", "same", "former", "latter",
  ]
}
