extension StoreReader {
  /// Passages by words, scored with BM25 (k₁ = 1.2, b = 0.75); a word in a heading counts half as much again as one in the text.
  ///
  /// - Parameters:
  ///   - terms: words or phrases; a passage needs one of them. They are only ever text: no operator in them is obeyed.
  ///   - domain: documents of this domain, and those that were taken in without one; nil for all.
  /// - Complexity: grows with the number of passages that have one of the terms; a millisecond for thousands.
  public func fullTextSearch(_ terms: [String], k: Int, domain: Domain? = nil) throws -> [ScoredPassage] {
    guard let query = Self.matchAny(terms), k > 0 else { return [] }
    return try connection.rows(
      """
      SELECT f.rowid, bm25(passage_fts, 1.5, 1.0) AS badness FROM passage_fts f
      JOIN passage p ON p.id = f.rowid JOIN document d ON d.id = p.document
      WHERE passage_fts MATCH ?1 AND (?2 IS NULL OR d.domain IS NULL OR d.domain = ?2) ORDER BY badness, f.rowid LIMIT ?3
      """, .text(query), .domain(domain), .integer(k)
    ) { ScoredPassage(passage: PassageID(rawValue: $0.int64(0)), score: -$0.double(1)) }
  }

  /// The same for a text, whose words are the terms.
  public func fullTextSearch(_ text: String, k: Int, domain: Domain? = nil) throws -> [ScoredPassage] {
    try fullTextSearch(TextWords(text).words.map(\.folded), k: k, domain: domain)
  }

  /// Entities by words of their labels, scored with BM25; an entity's best label counts.
  public func labelSearch(_ terms: [String], k: Int) throws -> [(entity: EntityID, score: Double)] {
    guard let query = Self.matchAny(terms), k > 0 else { return [] }
    var best: [EntityID: Double] = [:]
    try connection.forEachRow(
      "SELECT rowid, bm25(label_fts) AS badness FROM label_fts WHERE label_fts MATCH ?1 ORDER BY badness LIMIT 10 * ?2", [.text(query), .integer(k)]
    ) { row in
      guard let found = try locate(row.int64(0)) else { return }
      let entity = EntityID(rawValue: found.subject)
      best[entity] = max(best[entity] ?? -.infinity, -row.double(1))
    }
    return best.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(k).map { ($0.key, $0.value) }
  }

  /// Passages by the cosine of their vector with this one, for passages that the encoder of this dimension has seen.
  ///
  /// - Parameter vector: of length 1.
  /// - Complexity: one pass over an int8 copy of all vectors (38 MB for 100,000 of 384), then exact scores for the best few.
  public func vectorSearch(_ vector: [Float], k: Int, domain: Domain? = nil) throws -> [ScoredPassage] {
    guard k > 0, !vector.isEmpty else { return [] }
    let candidates = vectors.candidates(for: vector, count: max(4 * k, 64), domain: domain)
    try checkCancellation()
    var exact: [ScoredPassage] = []
    exact.reserveCapacity(candidates.count)
    for passage in candidates {
      guard let stored = try self.vector(of: passage), stored.count == vector.count else { continue }
      exact.append(ScoredPassage(passage: passage, score: Double(VectorIndex.dot(stored, vector))))
    }
    exact.sort { ($1.score, $0.passage) < ($0.score, $1.passage) }
    return Array(exact.prefix(k))
  }

  /// The vector of a passage.
  public func vector(of passage: PassageID) throws -> [Float]? {
    try connection.first("SELECT value FROM vector WHERE passage = ?1", .id(passage)) { row in
      unsafe row.withBlob(0) { unsafe VectorIndex.floats($0) }
    }
  }

  /// An FTS5 query for any of the terms, each quoted: https://sqlite.org/fts5.html#fts5_strings
  private static func matchAny(_ terms: [String]) -> String? {
    let quoted = terms.prefix(256).filter { !$0.isEmpty }.map { "\"" + $0.replacing("\"", with: "\"\"").replacing("\0", with: " ") + "\"" }
    return quoted.isEmpty ? nil : quoted.joined(separator: " OR ")
  }
}
