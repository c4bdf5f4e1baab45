extension StoreReader {
  static let headingSeparator: Character = "\u{1F}"

  private static let passageColumns = """
    SELECT p.id, d.sha256, d.name, d.domain, p.heading, p.text, p.start, p."end", p.reading_start, p.reading_end, p.ordinal
    FROM passage p JOIN document d ON d.id = p.document
    """

  public func passage(_ id: PassageID) throws -> Passage? {
    try connection.first(Self.passageColumns + " WHERE p.id = ?1", .id(id), as: Self.passage)
  }

  /// Several passages in the order asked for; those that do not exist are left out.
  public func passages(_ ids: [PassageID]) throws -> [Passage] { try ids.compactMap { try passage($0) } }

  /// A document's passages in its order.
  public func passages(of document: DocumentID) throws -> [Passage] {
    try connection.rows(Self.passageColumns + " WHERE d.sha256 = ?1 ORDER BY p.ordinal", .text(document), as: Self.passage)
  }

  /// The passages that follow one another around this one in its document, itself included.
  public func passages(around id: PassageID, before: Int, after: Int) throws -> [Passage] {
    try connection.rows(
      Self.passageColumns + """
         JOIN passage q ON q.document = p.document AND p.ordinal BETWEEN q.ordinal - ?2 AND q.ordinal + ?3
        WHERE q.id = ?1 ORDER BY p.ordinal
        """, .id(id), .integer(before), .integer(after), as: Self.passage)
  }

  private static func passage(_ row: Statement) -> Passage {
    Passage(
      id: PassageID(rawValue: row.int64(0)), document: row.text(1), documentName: row.text(2), domain: row.domain(3),
      heading: row.text(4).split(separator: headingSeparator).map(String.init), text: row.text(5), start: row.int(6), end: row.int(7),
      readingStart: row.int(8), readingEnd: row.int(9), ordinal: row.int(10))
  }

  /// The entities that a passage names, in the order of its text.
  public func mentions(of passage: PassageID) throws -> [Mention] {
    try connection.rows("SELECT entity, start, \"end\" FROM mention WHERE passage = ?1 ORDER BY start, \"end\", entity", .id(passage)) {
      Mention(passage: passage, entity: EntityID(rawValue: $0.int64(0)), start: $0.int(1), end: $0.int(2))
    }
  }

  /// The passages that name an entity, those that name it most often first.
  public func passagesMentioning(_ entity: EntityID, limit: Int = 100, domain: Domain? = nil) throws -> [PassageID] {
    try connection.rows(
      """
      SELECT m.passage, count(*) AS times FROM mention m JOIN passage p ON p.id = m.passage JOIN document d ON d.id = p.document
      WHERE m.entity = ?1 AND (?2 IS NULL OR d.domain IS NULL OR d.domain = ?2) GROUP BY m.passage ORDER BY times DESC, m.passage LIMIT ?3
      """, .id(entity), .domain(domain), .integer(limit)
    ) { PassageID(rawValue: $0.int64(0)) }
  }
}
