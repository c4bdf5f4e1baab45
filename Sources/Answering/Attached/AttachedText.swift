/// A text that came with a question, read in a picture or heard in a recording: evidence for this question alone.
///
/// Its passages compete with the stored ones; what they are cited for is a byte range of ``text``, under the document `attachment:N`.
public struct AttachedText: Sendable {
  /// A passage, a byte range of the text.
  public struct Passage: Sendable {
    public let heading: [String]
    public let range: Range<Int>

    public init(heading: [String], range: Range<Int>) {
      self.heading = heading
      self.range = range
    }
  }

  /// What citations call it: `image 1`.
  public let name: String
  public let text: String
  public let passages: [Passage]

  public init(name: String, text: String, passages: [Passage]) {
    self.name = name
    self.text = text
    self.passages = passages
  }

  /// What citations name as the document of the attached text at this place of ``Question/attached``.
  public static func document(at place: Int) -> String { "attachment:\(place + 1)" }

  /// The place in ``Question/attached`` that a citation's document names; nil for a stored document.
  public static func place(of document: String) -> Int? {
    guard document.hasPrefix("attachment:"), let number = Int(document.dropFirst("attachment:".count)), number > 0 else { return nil }
    return number - 1
  }
}
