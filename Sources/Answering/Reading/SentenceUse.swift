import Foundation

/// What a sentence is for in its document: most tell something; some only lead a reader through it.
enum SentenceUse: Sendable {
  case tells
  /// "Watch the video to learn more", "(See the next chapter.)": sends the reader elsewhere.
  case points
  /// A line of what a reader is to learn: "By the end of this section you should be able to …".
  case aims

  init(of sentence: Sentence) {
    let words = Word.words(in: sentence.text).map(\.folded)
    let whole = " " + (Word.words(in: sentence.context).map(\.folded) + words).joined(separator: " ") + " "
    self = Self.aimWords.contains { whole.contains($0) } ? .aims : Self.isPointer(sentence.kind, words.prefix(24)) ? .points : .tells
  }

  private static func isPointer(_ kind: SentenceKind, _ words: ArraySlice<String>) -> Bool {
    guard kind == .prose || kind == .listItem, let first = words.first else { return false }
    let folded = " " + words.joined(separator: " ") + " "
    if pointers.contains(where: { folded.contains($0) }) { return true }
    return openers.contains(first) && words.contains(where: { places.contains($0) })
  }

  /// "There are three kinds: A, B and C", "They include – A – B": names several things, as a question for several wants.
  static func enumerates(_ text: String) -> Bool {
    let folded = " " + Word.words(in: text).map(\.folded).joined(separator: " ") + " "
    let leads = enumerating.contains { folded.contains($0) } || text.contains(": ")
    let parts = text.split(separator: ",").count + text.components(separatedBy: " - ").count - 1
    return parts >= (leads ? 2 : 4)
  }

  private static let enumerating = [" include ", " includes ", " including ", " such as ", " are called ", " are the following ", " consist of ", " consists of "]
  private static let pointers = [
    " to learn more ", " for more information ", " more information on ", " for more details ", " click here ", " watch the video ",
    " watch the animated video ", " watch an animated video ", " see the chapter ", " see the section ", " visit the website ",
  ]
  private static let openers: Set<String> = ["see", "watch", "click", "visit", "refer", "read", "listen", "go"]
  private static let places: Set<String> = ["chapter", "section", "video", "link", "website", "page", "table", "figure", "here", "below", "above"]
  private static let aimWords = [
    " you should be able to ", " you will be able to ", " you will learn ", " learning objectives ", " you'll learn ", " you will be expected to ",
  ]
}
