internal import KnowledgeGraph
import Media

/// Turns a document's bytes into its reading, by its format.
struct DocumentReader {
  /// A reading with what the store keeps beside it.
  struct Result {
    var reading: Reading
    var encoding: String
    /// What ranges refer to: the bytes given, or the text that another program made of them.
    var original: [UInt8]
  }

  static func read(_ document: IncomingDocument, format: DocumentFormat, limits: IngestionLimits, pictures: Ingestor.PictureReading?, hearing: Hearing?) async throws -> Result {
    if format == .picture { return try await picture(document, pictures) }
    // A PDF's ranges refer to the text that was made of it: a place in the file itself would mean nothing to anybody.
    // So do a recording's, to its transcript, which tells the seconds of each.
    let original =
      switch format {
      case .pdf: try await PDFConverter(limits: limits).text(of: document)
      case .recording: try await SpokenText(hearing: hearing).document(of: document)
      default: document.bytes
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
    case .plainText, .pdf, .graph, .picture: reading = PlainTextReader.read(decoded.text, map: decoded.map)
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
      let (original, reading) = PictureText.reading(of: try await pictures(document.bytes))
      return Result(reading: reading, encoding: TextEncoding.utf8.rawValue, original: original)
    } catch let error as MediaError {
      if case .missingProgram(let program) = error.kind { throw IngestionError(.missingProgram(program), document: document.name, reason: error.description) }
      throw IngestionError(error.kind == .tooLarge ? .tooLarge : .undecodable, document: document.name, reason: error.description)
    }
  }
}
