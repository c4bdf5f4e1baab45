internal import KnowledgeGraph
import Media
internal import Perception

/// Turns a document's bytes into its reading, by its format.
struct DocumentReader {
  /// A reading with what the store keeps beside it.
  struct Result {
    var reading: Reading
    var encoding: String
    /// What ranges refer to: the bytes given, or the text that another program made of them.
    var original: [UInt8]
    /// What is seen in it, where it is one picture; its lines have no vectors yet.
    var picture: StoredPicture?
  }

  static func read(_ document: IncomingDocument, format: DocumentFormat, limits: IngestionLimits, pictures: Ingestor.PictureReading?, hearing: Hearing?) async throws -> Result {
    // A PDF's ranges refer to the text that was made of it: a place in the file itself would mean nothing to anybody.
    // So do a recording's, to its transcript, which tells the seconds of each.
    let original: [UInt8]
    switch format {
    case .picture: return try await picture(document, pictures)
    case .pdf:
      original = try await PDFConverter(limits: limits).text(of: document)
      // Pages that are pictures have no text of their own.
      if original.allSatisfy(\.isSpace) {
        guard pictures != nil else {
          throw IngestionError(.conversionFailed, document: document.name, reason: "there is no text in this PDF, only pictures of pages perhaps; give the text itself")
        }
        return try await picture(document, pictures)
      }
    case .recording: original = try await SpokenText(hearing: hearing).document(of: document)
    default: original = document.bytes
    }
    let decoded = try DecodedText(original, document: document.name)
    var reading: Reading
    switch format {
    case .markdown: reading = MarkdownReader.read(decoded.text, map: decoded.map)
    case .json: reading = try JSONReader.read(decoded, manyValues: false, limits: limits, document: document.name)
    case .jsonLines: reading = try JSONReader.read(decoded, manyValues: true, limits: limits, document: document.name)
    case .record: reading = try JSONRecord.read(decoded, limits: limits, document: document.name)
    case .html: reading = HTMLReader.read(decoded)
    case .delimited(let separator): reading = DelimitedReader.read(decoded.text, map: decoded.map, separator: separator)
    case .source(let language): reading = SourceReader.read(decoded.text, map: decoded.map, language: language, limits: limits)
    case .recording, .transcript: reading = TranscriptReader.read(decoded.text, map: decoded.map)
    // Plain text, and what was made of a PDF.
    default: reading = PlainTextReader.read(decoded.text, map: decoded.map)
    }
    reading.notices = decoded.notices + reading.notices
    return Result(reading: reading, encoding: decoded.encoding.rawValue, original: original)
  }

  /// The words of a picture and their places: what ranges refer to is the text that was made of it.
  private static func picture(_ document: IncomingDocument, _ pictures: Ingestor.PictureReading?) async throws -> Result {
    guard let pictures else {
      throw IngestionError(.undecodable, document: document.name, reason: "pictures are not read here; give its text")
    }
    do {
      let pages = try await pictures(document.bytes), (original, reading) = PictureText.reading(of: pages)
      guard !reading.blocks.isEmpty else {
        throw IngestionError(.undecodable, document: document.name, reason: "no text can be read in it; give a sharper, larger or less tilted picture")
      }
      let seen = pages.count == 1 ? pages.first.map(Self.seen) : nil
      return Result(reading: reading, encoding: TextEncoding.utf8.rawValue, original: original, picture: seen)
    } catch let error as MediaError {
      throw IngestionError(error, document: document.name)
    }
  }

  private static func seen(_ page: PageText) -> StoredPicture {
    let width = Double(max(1, page.width)), height = Double(max(1, page.height))
    let lines = page.lines.prefix(StoredPicture.mostLines).map { line in
      let box = [line.box.left / width, line.box.top / height, line.box.right / width, line.box.bottom / height]
      return StoredPicture.Line(text: line.text, box: box.map { Float(min(max($0, 0), 1)) }, vector: [])
    }
    return StoredPicture(sort: page.sort?.rawValue, lines: lines)
  }
}
