extension StoreReader {
  private static let documentColumns = """
    SELECT d.sha256, d.name, d.media_type, d.domain, d.encoding, d.byte_count, d.added,
      (SELECT count(*) FROM passage p WHERE p.document = d.id),
      (SELECT count(*) FROM triple t JOIN source s ON t.source = s.id WHERE s.document = d.id AND t.extent IS NOT NULL)
        + (SELECT count(*) FROM assertion a JOIN source s ON a.source = s.id WHERE s.document = d.id)
    FROM document d
    """

  /// One document without its text.
  public func document(_ id: DocumentID) throws -> DocumentRecord? {
    try connection.first(Self.documentColumns + " WHERE d.sha256 = ?1", .text(id), as: Self.documentRecord)
  }

  /// All documents by name.
  public func documents() throws -> [DocumentRecord] {
    try connection.rows(Self.documentColumns + " ORDER BY d.name, d.id", as: Self.documentRecord)
  }

  /// The documents of this name: several when a newer version was added without removing the older one.
  public func documents(named name: String) throws -> [DocumentRecord] {
    try connection.rows(Self.documentColumns + " WHERE d.name = ?1 ORDER BY d.id", .text(name), as: Self.documentRecord)
  }

  /// The number of the document that came last; 0 in a store without any. Costs one step.
  public func lastDocument() throws -> Int64 { try connection.number("SELECT coalesce(max(id), 0) FROM document") }

  /// What a person reads in the first document after the one of this number, and whether that differs from what the document's ranges refer to; nil
  /// where there is none.
  public func document(after number: Int64) throws -> (number: Int64, mediaType: String, text: String, isMade: Bool)? {
    try connection.first(
      "SELECT id, media_type, coalesce(reading, original), reading IS NOT NULL FROM document WHERE id > ?1 ORDER BY id LIMIT 1", .integer(number)
    ) { row in (row.int64(0), row.text(1), String(decoding: row.blob(2), as: UTF8.self), row.int(3) != 0) }
  }

  private static func documentRecord(_ row: Statement) -> DocumentRecord {
    DocumentRecord(
      id: row.text(0), name: row.text(1), mediaType: row.text(2), domain: row.domain(3), encoding: row.text(4), byteCount: row.int(5),
      passages: row.int(7), triples: row.int(8), added: row.int64(6))
  }

  /// The bytes that the document's ranges refer to.
  public func original(of id: DocumentID) throws -> [UInt8]? {
    try connection.first("SELECT original FROM document WHERE sha256 = ?1", .text(id)) { $0.blob(0) }
  }

  /// The byte range of the original that a byte range of the document's reading came from.
  ///
  /// - Returns: nil when there is no such document or the range is not inside its reading.
  public func originalRange(of id: DocumentID, reading: Range<Int>) throws -> Range<Int>? {
    guard reading.lowerBound >= 0 else { return nil }
    let range = try connection.first("SELECT original, reading, reading_map FROM document WHERE sha256 = ?1", .text(id)) { row -> Range<Int>? in
      let count = unsafe row.withBlob(row.isNull(1) ? 0 : 1) { $0.count }
      guard reading.upperBound <= count else { return nil }
      if row.isNull(1) { return reading }
      guard let map = ReadingMap(storedBytes: row.blob(2)) else {
        throw StoreError(.corrupt, "document \(id) has a damaged reading map; run `kgassist verify`, then ingest it again")
      }
      return map.originalRange(of: reading)
    }
    return range ?? nil
  }

  /// What a person reads in a byte range of the original.
  ///
  /// - Returns: nil when there is no such document, the range is not inside it, or it cuts through a character.
  /// - Complexity: reads the document's text; milliseconds for megabytes.
  public func text(of id: DocumentID, start: Int, end: Int) throws -> String? {
    guard 0 <= start, start <= end else { return nil }
    let slice = try connection.first("SELECT original, reading, reading_map FROM document WHERE sha256 = ?1", .text(id)) { row -> [UInt8]? in
      if row.isNull(1) {
        return unsafe row.withBlob(0) { bytes in unsafe end <= bytes.count ? [UInt8](bytes[start..<end]) : nil }
      }
      let originalCount = unsafe row.withBlob(0) { $0.count }
      guard end <= originalCount else { return nil }
      guard let map = ReadingMap(storedBytes: row.blob(2)) else {
        throw StoreError(.corrupt, "document \(id) has a damaged reading map; run `kgassist verify`, then ingest it again")
      }
      let range = map.readingRange(of: start..<end)
      return unsafe row.withBlob(1) { bytes in unsafe range.upperBound <= bytes.count ? [UInt8](bytes[range]) : nil }
    }
    guard let slice, let bytes = slice else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }
}
