internal import KnowledgeGraph

/// Turns a document's bytes into its reading, by its format.
struct DocumentReader {
  /// A reading with what the store keeps beside it.
  struct Result {
    var reading: Reading
    var encoding: String
    /// What ranges refer to: the bytes given, or the text that another program made of them.
    var original: [UInt8]
  }

  static func read(_ document: IncomingDocument, format: DocumentFormat, limits: IngestionLimits) throws -> Result {
    let decoded = try DecodedText(document.bytes, document: document.name)
    var reading: Reading
    switch format {
    case .markdown: reading = MarkdownReader.read(decoded.text, map: decoded.map)
    default: reading = PlainTextReader.read(decoded.text, map: decoded.map)
    }
    reading.notices = decoded.notices + reading.notices
    return Result(reading: reading, encoding: decoded.encoding.rawValue, original: document.bytes)
  }
}
