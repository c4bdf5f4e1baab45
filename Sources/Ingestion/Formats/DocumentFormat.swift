internal import Media
internal import RDF

/// The kinds of documents that can be read.
enum DocumentFormat: Sendable, Equatable {
  case plainText
  case markdown
  case html
  case delimited(separator: UInt8?)
  case json
  /// One line of a file of records.
  case record
  case jsonLines
  case graph
  case pdf
  case picture
  /// Sound with speech, read as the transcript that is made of it.
  case recording
  /// WebVTT: speech that was written down with its times.
  case transcript
  case source(SourceLanguage)

  /// What the name says, else what the sender said, else what the text begins with.
  ///
  /// The bytes overrule the name only to refuse: a PDF called `.txt` is not guessed at, because the one who named it should know.
  init(name: String, mediaType: String?, bytes: [UInt8]) throws(IngestionError) {
    if mediaType == JSONRecord.mediaType {
      self = .record
      return
    }
    let suffix = Self.suffix(of: name)
    let named = Self.named(suffix) ?? Self.declared(mediaType)
    if BinarySignature.isPDF(bytes) {
      if let named, named != .pdf {
        throw IngestionError(.undecodable, document: name, reason: "this is a PDF under the name of another type; name it .pdf and give it again")
      }
      self = .pdf
      return
    }
    if named == .pdf {
      let looks = BinarySignature.find(bytes)?.name ?? (bytes.isEmpty ? "an empty file" : "something else")
      throw IngestionError(.undecodable, document: name, reason: "this is named PDF but is \(looks); give it under its own type's name")
    }
    self = named ?? (SoundReader.isSound(bytes) ? .recording : Self.sniffed(bytes))
  }

  /// The name's extension in lower case, without the dot; empty where there is none.
  static func suffix(of name: String) -> String {
    let file = name.split(separator: "/").last ?? ""
    guard let dot = file.lastIndex(of: "."), dot != file.startIndex else { return "" }
    return file[file.index(after: dot)...].lowercased()
  }

  private static func named(_ suffix: String) -> DocumentFormat? {
    switch suffix {
    case "txt", "text", "log", "rst": .plainText
    case "md", "markdown": .markdown
    case "html", "htm", "xhtml": .html
    case "csv": .delimited(separator: nil)
    case "tsv", "tab": .delimited(separator: UInt8(ascii: "\t"))
    case "json": .json
    case "jsonl", "ndjson": .jsonLines
    case "ttl", "nt", "trig", "nq": .graph
    case "pdf": .pdf
    case "png", "jpg", "jpeg": .picture
    case "wav", "flac", "ogg", "oga", "opus", "mp3", "aif", "aiff": .recording
    case "vtt": .transcript
    default: SourceLanguage(suffix: suffix).map { .source($0) }
    }
  }

  private static func declared(_ mediaType: String?) -> DocumentFormat? {
    let type = mediaType?.split(separator: ";").first.map { String($0).trimmingSpaces.lowercased() }
    return switch type {
    case "text/markdown": .markdown
    case "text/html", "application/xhtml+xml": .html
    case "text/csv": .delimited(separator: nil)
    case "text/tab-separated-values": .delimited(separator: UInt8(ascii: "\t"))
    case "application/json": .json
    case "application/jsonl", "application/x-ndjson", "application/x-jsonlines": .jsonLines
    case "text/turtle", "application/n-triples", "application/trig", "application/n-quads": .graph
    case "application/pdf": .pdf
    case "image/png", "image/jpeg": .picture
    case "text/vtt": .transcript
    case "text/plain": .plainText
    default: type?.hasPrefix("audio/") == true ? .recording : nil
    }
  }

  private static func sniffed(_ bytes: [UInt8]) -> DocumentFormat {
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < bytes.count, bytes[start].isSpace { start += 1 }
    if bytes.hasBytes("<!doctype html", at: start, foldingCase: true) || bytes.hasBytes("<html", at: start, foldingCase: true) { return .html }
    return .plainText
  }

  /// The media type that the store keeps.
  func mediaType(suffix: String) -> String {
    switch self {
    case .plainText: "text/plain"
    case .markdown: "text/markdown"
    case .html: "text/html"
    case .delimited(let separator): separator == UInt8(ascii: "\t") ? "text/tab-separated-values" : "text/csv"
    case .json, .record: "application/json"
    case .jsonLines: "application/jsonl"
    case .graph: (RDFFormat(fileExtension: suffix) ?? .turtle).mediaType
    case .pdf: "application/pdf"
    case .picture: suffix == "png" ? "image/png" : "image/jpeg"
    case .recording, .transcript: "text/vtt"
    case .source(let language): "text/x-\(language.rawValue)"
    }
  }
}
