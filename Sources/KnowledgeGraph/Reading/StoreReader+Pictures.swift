extension StoreReader {
  /// Whether the lines of any picture are kept. Costs one step.
  public var hasPictures: Bool { get throws { try connection.number("SELECT EXISTS(SELECT 1 FROM picture)") > 0 } }

  /// What is seen in a document that is a picture, as this encoder reads its lines.
  ///
  /// - Returns: nil for other documents, pictures that another encoder read, and those that were stored before lines were kept: taking them in again
  ///   with `--replace` keeps them.
  public func picture(of document: DocumentID, encoder: String) throws -> StoredPicture? {
    let found = try connection.first(
      """
      SELECT p.document, p.sort FROM picture p JOIN document d ON d.id = p.document JOIN encoder e ON e.id = p.encoder
      WHERE d.sha256 = ?1 AND e.name = ?2
      """, .text(document), .text(encoder), as: { ($0.int64(0), $0.isNull(1) ? nil : $0.text(1)) })
    guard let (number, sort) = found else { return nil }
    let rows = try connection.rows(
      "SELECT text, \"left\", top, \"right\", bottom, vector FROM picture_line WHERE document = ?1 ORDER BY ordinal", .integer(number)
    ) { row in
      StoredPicture.Line(
        text: row.text(0), box: (1...4).map { Float(row.double(Int32($0))) }, vector: unsafe row.withBlob(5) { unsafe VectorIndex.floats($0) })
    }
    return StoredPicture(sort: sort, lines: rows)
  }
}
