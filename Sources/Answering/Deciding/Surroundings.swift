/// What stands around a sentence: headings, the document's name, the rest of its passage.
struct Surroundings {
  private let heading: TermMatcher
  private let name: TermMatcher
  private let rest: TermMatcher

  /// The headings announce errors: what stands below is told as wrong.
  let isAboutMistakes: Bool

  init() {
    isAboutMistakes = false
    heading = TermMatcher("")
    name = TermMatcher("")
    rest = TermMatcher("")
  }

  init(_ passage: EvidencePassage) {
    isAboutMistakes = passage.heading.last.map { last in
      Word.words(in: last).contains { Self.mistakes.contains($0.stem) }
    } ?? false
    heading = TermMatcher(passage.heading.joined(separator: " "))
    name = TermMatcher(passage.name)
    rest = TermMatcher(passage.text)
  }

  static let mistakes: Set<String> = Set(
    ["mistake", "pitfall", "misconception", "myth", "fallacy", "misunderstanding"].map { Stemmer.stem($0) })

  /// True where the headings or the passage say the folded phrase.
  func says(_ phrase: String) -> Bool { heading.says(phrase) || rest.says(phrase) }

  /// How well the headings and the document's name say a term.
  func near(_ term: QuestionTerm) -> Double { max(0.9 * heading.match(term), 0.75 * name.match(term)) }

  /// Less than 1: a word in the heading is as good as said, one elsewhere in the passage may be about something else.
  func match(_ term: QuestionTerm) -> Double {
    // A year elsewhere in the passage belongs to another figure.
    max(near(term), (term.isNumber ? 0.3 : 0.55) * rest.match(term))
  }
}

/// What a document's name says of the way its text is made.
enum SourceName {
  static func isCode(_ name: String) -> Bool { codeEndings.contains(ending(name)) }

  /// True for a file of rows whose fields a separator parts.
  static func isDelimited(_ name: String) -> Bool { ["csv", "tsv"].contains(ending(name)) }

  private static func ending(_ name: String) -> String {
    guard let dot = name.lastIndex(of: ".") else { return "" }
    return name[name.index(after: dot)...].lowercased()
  }

  private static let codeEndings: Set<String> = [
    "swift", "py", "js", "ts", "c", "h", "cpp", "java", "go", "rs", "sql", "sh",
  ]
}
