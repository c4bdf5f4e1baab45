/// Where a sentence of an answer stands.
public struct CitationShape: Codable, Sendable, Equatable {
  /// The number in brackets behind the sentence.
  public var index: Int
  public var document: String
  public var name: String
  /// Byte range of the original document.
  public var start: Int
  public var end: Int
  public var quote: String
  public var triples: [Int64]
  /// The quote was found at that range, or the triples in the graph, before the answer left.
  public var verified: Bool
  /// When it is spoken, where the document is a recording.
  public var seconds: SecondsShape?
  /// For a picture, where the cited lines stand in it; nil for everything else.
  public var places: [Place]?

  /// A line's box in a picture, in pixels from the top left corner.
  public struct Place: Codable, Sendable, Equatable {
    /// From 1; pages of a PDF.
    public var page: Int
    public var left, top, right, bottom: Int

    public init(page: Int, left: Int, top: Int, right: Int, bottom: Int) {
      (self.page, self.left, self.top, self.right, self.bottom) = (page, left, top, right, bottom)
    }
  }

  public init(
    index: Int, document: String, name: String, start: Int, end: Int, quote: String, triples: [Int64], verified: Bool
  ) {
    self.index = index
    self.document = document
    self.name = name
    self.start = start
    self.end = end
    self.quote = quote
    self.triples = triples
    self.verified = verified
  }
}
