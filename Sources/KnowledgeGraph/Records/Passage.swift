/// A piece of a document, as it is searched and cited.
public struct Passage: Sendable, Hashable {
  public let id: PassageID
  public let document: DocumentID
  public let documentName: String
  public let domain: Domain?
  /// The headings it stands under, outermost first.
  public let heading: [String]
  /// What a person reads there; UTF-8.
  public let text: String
  /// Byte range in the original document.
  public let start: Int
  public let end: Int
  /// Byte range in the document's reading text; equal to the original range where the reading is the original.
  public let readingStart: Int
  public let readingEnd: Int
  /// Counted from 0 within the document.
  public let ordinal: Int

  public init(
    id: PassageID, document: DocumentID, documentName: String, domain: Domain?, heading: [String], text: String, start: Int, end: Int,
    readingStart: Int, readingEnd: Int, ordinal: Int
  ) {
    self.id = id
    self.document = document
    self.documentName = documentName
    self.domain = domain
    self.heading = heading
    self.text = text
    self.start = start
    self.end = end
    self.readingStart = readingStart
    self.readingEnd = readingEnd
    self.ordinal = ordinal
  }
}
