/// What stands around a sentence: headings, the document's name, the rest of its passage.
struct Surroundings {
  private let heading: TermMatcher
  private let name: TermMatcher
  private let rest: TermMatcher

  init() {
    heading = TermMatcher("")
    name = TermMatcher("")
    rest = TermMatcher("")
  }

  init(_ passage: EvidencePassage) {
    heading = TermMatcher(passage.heading.joined(separator: " "))
    name = TermMatcher(passage.name)
    rest = TermMatcher(passage.text)
  }

  /// True where the headings or the passage say the folded phrase.
  func says(_ phrase: String) -> Bool { heading.says(phrase) || rest.says(phrase) }

  /// Less than 1: a word in the heading is as good as said, one elsewhere in the passage may be about something else.
  func match(_ term: QuestionTerm) -> Double {
    // A year elsewhere in the passage belongs to another figure.
    max(0.9 * heading.match(term), 0.75 * name.match(term), (term.isNumber ? 0.3 : 0.55) * rest.match(term))
  }
}

/// Whether a document's name says that it is a program's source.
enum SourceName {
  static func isCode(_ name: String) -> Bool {
    guard let dot = name.lastIndex(of: ".") else { return false }
    return endings.contains(String(name[name.index(after: dot)...]).lowercased())
  }

  private static let endings: Set<String> = [
    "swift", "py", "js", "ts", "c", "h", "cpp", "java", "go", "rs", "sql", "sh",
  ]
}
