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
}
