public import RDF

/// A document with everything that reading it gave, to be stored in one go.
public struct NewDocument: Sendable {
  /// `sha256:` and the digest of `original`; see ``SHA256/documentID(of:)``. For PDF: of the PDF's bytes.
  public var id: DocumentID
  public var name: String
  public var mediaType: String
  public var domain: Domain?
  public var encoding: String
  /// What byte ranges refer to: the file's bytes, or for PDF the text that `pdftotext` gave.
  public var original: [UInt8]
  /// What a person reads. Nil where it is the original itself, which must then be UTF-8.
  public var reading: String?
  /// How ``reading`` lies over ``original``; needed exactly when `reading` is given.
  public var readingMap: ReadingMap?
  public var passages: [NewPassage]
  public var triples: [NewTriple]
  /// The encoder that made the passages' vectors, and those of the picture's lines.
  public var encoder: String?
  /// What is seen in it, where it is a picture.
  public var picture: StoredPicture?

  public init(
    id: DocumentID, name: String, mediaType: String, domain: Domain?, encoding: String, original: [UInt8], reading: String? = nil,
    readingMap: ReadingMap? = nil, passages: [NewPassage] = [], triples: [NewTriple] = [], encoder: String? = nil,
    picture: StoredPicture? = nil
  ) {
    self.id = id
    self.name = name
    self.mediaType = mediaType
    self.domain = domain
    self.encoding = encoding
    self.original = original
    self.reading = reading
    self.readingMap = readingMap
    self.passages = passages
    self.triples = triples
    self.encoder = encoder
    self.picture = picture
  }
}

/// A passage of a document that is not stored yet.
public struct NewPassage: Sendable {
  public var heading: [String]
  /// Equal to the reading text of `readingStart..<readingEnd`.
  public var text: String
  /// Byte range in the original.
  public var start: Int
  public var end: Int
  /// Byte range in the reading text; must equal the original range when the document has no reading of its own.
  public var readingStart: Int
  public var readingEnd: Int
  public var vector: [Float]?
  public var mentions: [NewMention]

  public init(
    heading: [String], text: String, start: Int, end: Int, readingStart: Int? = nil, readingEnd: Int? = nil, vector: [Float]? = nil,
    mentions: [NewMention] = []
  ) {
    self.heading = heading
    self.text = text
    self.start = start
    self.end = end
    self.readingStart = readingStart ?? start
    self.readingEnd = readingEnd ?? end
    self.vector = vector
    self.mentions = mentions
  }
}

/// A place in a new passage that names an entity.
public struct NewMention: Sendable, Hashable {
  public var entity: EntityID
  /// Byte range within the passage's text (UTF-8).
  public var start: Int
  public var end: Int

  public init(entity: EntityID, start: Int, end: Int) {
    self.entity = entity
    self.start = start
    self.end = end
  }
}

/// A triple that a document asserts, with the byte range of the original that says so.
public struct NewTriple: Sendable {
  public var triple: Triple
  public var start: Int
  public var end: Int
  /// In 0…1.
  public var confidence: Double
  /// When it holds, where the document says so.
  public var validity: Validity

  public init(_ triple: Triple, start: Int, end: Int, confidence: Double = 1, validity: Validity = Validity()) {
    self.triple = triple
    self.start = start
    self.end = end
    self.confidence = confidence
    self.validity = validity
  }
}
