/// A question of which it is known whether a store can answer it.
struct AwayQuestion: Codable {
  enum Sort: String, CaseIterable, Codable {
    /// For a relation of a thing.
    case fact
    /// The same of a thing that nothing knows, or under a condition that nothing speaks of beside the thing.
    case thing, condition
    /// For a section of a document by its heading, or by words of one of its sentences.
    case section, sentence
  }

  var text: String
  var sort: Sort
  var isAnswerable: Bool
  /// Names of what the graph had for it, or the section's text; none where nothing ever answered.
  var answers: [String]

  /// Whether what was found for it holds an answer.
  func holds(_ sentences: [String]) -> Bool {
    if sort == .section || sort == .sentence {
      // Marks and line ends are no part of what is said.
      func bare(_ text: String) -> String { text.filter { $0.isLetter || $0.isNumber } }
      let answers = answers.map(bare)
      return sentences.map(bare).contains { sentence in !sentence.isEmpty && answers.contains { $0.contains(sentence) } }
    }
    func words(_ text: String) -> String { " " + text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ") }
    let said = words(sentences.joined(separator: " "))
    return answers.contains { said.contains(words($0)) }
  }
}
