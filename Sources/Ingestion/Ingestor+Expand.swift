extension Ingestor {
  /// The documents that a file holds: one, except that a `.jsonl` file whose lines all carry `text` is one document a line, named by `_id`.
  ///
  /// A record's bytes are its line, so its citations are ranges of that line. Lines without an `_id` are named by the file and their number.
  ///
  /// - Throws: ``IngestionError`` when the file is too large, no text, or has a line that is no JSON.
  public static func expand(_ document: IncomingDocument, limits: IngestionLimits = IngestionLimits()) throws -> [IncomingDocument] {
    guard document.mediaType != JSONRecord.mediaType, document.bytes.count <= limits.documentBytes,
      try DocumentFormat(name: document.name, mediaType: document.mediaType, bytes: document.bytes) == .jsonLines
    else { return [document] }
    let text = try DecodedText(document.bytes, document: document.name).text
    var records: [IncomingDocument] = []
    var number = 0
    for line in Line.all(of: text) {
      number += 1
      if line.isBlank(text) { continue }
      let record: JSONRecord?
      do {
        record = try JSONRecord(text, line.range, deepest: limits.nesting)
      } catch {
        throw error.asIngestionError(text, document: document.name)
      }
      guard let record else { return [document] }  // lines of another kind: the file is one document
      guard records.count < limits.records else {
        throw IngestionError(.tooLarge, document: document.name, reason: "it has more than \(limits.records) records; split it")
      }
      let name = record.id.flatMap { $0.isEmpty ? nil : $0 } ?? "\(document.name)#\(number)"
      records.append(IncomingDocument(name: name, mediaType: JSONRecord.mediaType, bytes: Array(text[line.range])))
    }
    return records.isEmpty ? [document] : records
  }
}
