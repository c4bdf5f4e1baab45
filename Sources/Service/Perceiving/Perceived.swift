import Answering
import Ingestion

/// What was perceived in everything that came with a question, whatever kind it is of, and what is asked by all of it together.
struct Perceived: Sendable {
  /// One picture or recording.
  struct Source: Sendable {
    /// What citations call it: `image 1`.
    let name: String
    let isSpoken: Bool
    let reading: AttachedReading
    /// Where its text begins in ``Perceived/seen`` or ``Perceived/heard``, in bytes.
    let offset: Int
  }

  /// The question's words: those written, else those spoken.
  var question: String
  /// What is evidence for the question; the place of each is that of its text in ``attached``.
  private(set) var sources: [Source] = []
  private(set) var seen: String?
  private(set) var heard: String?

  /// What is asked where nothing but a picture came.
  static let pointing = "What does this mean?"

  init(question: String) { self.question = question }

  var attached: [AttachedText] {
    sources.map { source in
      AttachedText(
        name: source.name, text: source.reading.text,
        passages: source.reading.passages.map { AttachedText.Passage(heading: $0.heading, range: $0.range) })
    }
  }

  mutating func addPicture(_ reading: AttachedReading, name: String) {
    let text = seen.map { $0 + "\n\n" } ?? ""
    sources.append(Source(name: name, isSpoken: false, reading: reading, offset: text.utf8.count))
    seen = text + reading.text
  }

  /// - Parameter isEvidence: false where all of it is the question.
  mutating func addRecording(_ reading: AttachedReading, name: String, words: String, isEvidence: Bool) {
    let text = heard.map { $0 + "\n\n" } ?? ""
    if isEvidence { sources.append(Source(name: name, isSpoken: true, reading: reading, offset: text.utf8.count)) }
    heard = text + words
  }

  mutating func add(words: String) { question = question.isEmpty ? words : question + "\n" + words }
}
