public import KnowledgeGraph
public import Perception
internal import RDF

/// Takes documents into the store: reads, cuts, links and encodes each, and writes it in one transaction.
///
/// ```swift
/// let ingestor = Ingestor(store: store, encoder: encoder)
/// let report = try await ingestor.ingest(IncomingDocument(name: "metformin.md", bytes: bytes), domain: .medical, replace: false)
/// ```
/// It keeps nothing between documents, so any number of tasks may share one. A cancelled task leaves the store as it was.
public final class Ingestor: Sendable {
  private let store: GraphStore
  private let encoder: TextEncoder?
  private let limits: IngestionLimits
  private let pictures: PictureReading?
  private let hearing: Hearing?

  /// What reads pictures: a file's bytes to its pages.
  public typealias PictureReading = @Sendable ([UInt8]) async throws -> [PageText]

  /// - Parameters:
  ///   - encoder: without one, passages get no vectors and are found by their words only.
  ///   - pictures: without it, pictures are refused.
  ///   - hearing: without it, recordings are refused.
  public init(
    store: GraphStore, encoder: TextEncoder?, limits: IngestionLimits = IngestionLimits(), pictures: PictureReading? = nil, hearing: Hearing? = nil
  ) {
    self.hearing = hearing
    self.store = store
    self.encoder = encoder
    self.limits = limits
    self.pictures = pictures
  }

  /// What the encoder gets for a passage: its headings, outermost first, as sentences of one line, then its text.
  ///
  /// A paragraph that says "It is contraindicated below 30" means nothing without "Metformin. Kidneys". A question is encoded as it is asked.
  public static func embeddingText(heading: [String], text: String) -> String {
    heading.isEmpty ? text : heading.joined(separator: ". ") + "\n" + text
  }

  /// Takes in one document. Turtle and N-Triples become part of the graph; everything else becomes passages, mentions and the triples of its tables.
  ///
  /// What the store holds already is left alone: the same bytes are the same document. A document of a name that the store knows with other content is
  /// stored beside the older one.
  ///
  /// - Parameter replace: removes, in the same transaction, what the store holds under this name, and takes in the same bytes anew.
  /// - Throws: ``IngestionError`` about the document, `StoreError` about the store, `CancellationError`. The store is unchanged then.
  @concurrent
  public func ingest(_ document: IncomingDocument, domain: Domain?, replace: Bool) async throws -> IngestionReport {
    guard document.bytes.count <= limits.documentBytes else {
      throw IngestionError(
        .tooLarge, document: document.name,
        reason: "it has \(document.bytes.count >> 20) MiB, more than the \(limits.documentBytes >> 20) MiB that one document may have; split it")
    }
    let format = try DocumentFormat(name: document.name, mediaType: document.mediaType, bytes: document.bytes)
    if format == .graph { return try await importGraph(document, domain: domain, replace: replace) }

    let id = SHA256.documentID(of: document.bytes)
    if !replace, let known = try await store.read({ try $0.document(id) }) {
      let notices = known.name == document.name ? [] : ["the store holds the same bytes as \(known.name)"]
      return IngestionReport(documentID: id, name: document.name, passages: known.passages, triples: known.triples, unchanged: true, notices: notices)
    }
    try Task.checkCancellation()
    let read = try await DocumentReader.read(document, format: format, limits: limits, pictures: pictures, hearing: hearing)
    try Task.checkCancellation()
    let (made, notices) = try await newDocument(id, document, format, read, domain: domain)
    return try await write(made, replace: replace, notices: notices)
  }

  private func newDocument(
    _ id: DocumentID, _ document: IncomingDocument, _ format: DocumentFormat, _ read: DocumentReader.Result, domain: Domain?
  ) async throws -> (NewDocument, notices: [String]) {
    let reading = read.reading
    let cut = try PassageCutter.cut(reading, limits: limits, document: document.name)
    let texts = cut.map { reading.string($0.range) }
    let index = try await store.labelIndex()
    let mentions = try await EntityLinker(index: index, domain: domain).link(texts, store: store)
    let facts = try await TableFacts.read(reading, index: index, document: id, domain: domain, limits: limits, store: store)
    try Task.checkCancellation()
    let vectors = try encoder?.encode(zip(cut, texts).map { Self.embeddingText(heading: $0.heading, text: $1) })
    let passages = cut.indices.map { index in
      let original = reading.originalRange(of: cut[index].range)
      return NewPassage(
        heading: cut[index].heading, text: texts[index], start: original.lowerBound, end: original.upperBound,
        readingStart: cut[index].range.lowerBound, readingEnd: cut[index].range.upperBound, vector: vectors?[index], mentions: mentions[index])
    }
    var picture = read.picture
    if let lines = picture?.lines, let vectors = try encoder?.encode(lines.map(\.text)) {
      for (index, vector) in vectors.enumerated() { picture?.lines[index].vector = vector }
    } else {
      picture = nil
    }
    let made = NewDocument(
      id: id, name: document.name, mediaType: format.mediaType(suffix: DocumentFormat.suffix(of: document.name)), domain: domain,
      encoding: read.encoding, original: read.original, reading: reading.map == nil ? nil : String(decoding: reading.text, as: UTF8.self),
      readingMap: reading.map, passages: passages, triples: facts.triples, encoder: encoder?.name, picture: picture)
    return (made, reading.notices + facts.notices)
  }

  private func write(_ made: NewDocument, replace: Bool, notices: [String]) async throws -> IngestionReport {
    let older = try await store.write { writer in
      let older = try writer.reader.documents(named: made.name).filter { $0.id != made.id }
      if replace {
        for record in older { try writer.removeDocument(record.id) }
        try writer.removeDocument(made.id)
      }
      try writer.addDocument(made)
      return older.count
    }
    var notices = notices
    if older > 0, !replace { notices.append("an older document of this name is kept beside it; --replace removes it") }
    if made.passages.isEmpty { notices.append("there is no text in it to search") }
    return IngestionReport(
      documentID: made.id, name: made.name, passages: made.passages.count, mentions: made.passages.reduce(0) { $0 + $1.mentions.count },
      triples: made.triples.count, notices: notices)
  }

  private func importGraph(_ document: IncomingDocument, domain: Domain?, replace: Bool) async throws -> IngestionReport {
    let format = RDFFormat(fileExtension: DocumentFormat.suffix(of: document.name)) ?? document.mediaType.flatMap { RDFFormat(mediaType: $0) } ?? .turtle
    let report: ImportReport
    do {
      report = try await store.write { writer in
        try writer.importGraph(document.bytes, format: format, from: document.name, domain: domain, replacing: replace)
      }
    } catch let error as RDFSyntaxError {
      throw IngestionError(.syntax(line: error.position.line), document: document.name, reason: "column \(error.position.column): \(error.message)")
    }
    let notices = report.contradictions.isEmpty
      ? [] : ["\(report.contradictions.count) properties that can have one value have several; kgassist graph contradictions lists them"]
    return IngestionReport(
      documentID: SHA256.documentID(of: document.bytes), name: document.name, triples: report.read, unchanged: report.unchanged, notices: notices)
  }
}
