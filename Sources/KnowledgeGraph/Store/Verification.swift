/// Holds the store against everything that the rest of the program relies on.
struct Verification {
  let connection: Connection
  let vectors: VectorIndex
  let reader: StoreReader

  /// One sentence for each thing that is wrong.
  func problems() throws -> [String] {
    var problems = try connection.rows("PRAGMA integrity_check(20)") { $0.text(0) }.filter { $0 != "ok" }.map { "the file is damaged: \($0)" }
    // Rows of a damaged file cannot be trusted to be read.
    guard problems.isEmpty else { return problems }
    problems += try connection.rows("PRAGMA foreign_key_check") {
      "row \($0.int64(1)) of table \($0.text(0)) points to a row of \($0.text(2)) that does not exist"
    }
    for (query, sentence) in Self.empty {
      let count = try connection.number("SELECT count(*) FROM (\(query))")
      if count > 0 { problems.append("\(count) \(sentence)") }
    }
    problems += try packedTextProblems() + fullTextProblems() + passageProblems() + vectorProblems()
    return problems
  }

  /// Queries that find nothing in a whole store, with what their rows are.
  private static let empty: [(String, String)] = [
    ("SELECT 1 FROM triple t WHERE NOT EXISTS(SELECT 1 FROM term WHERE id = t.subject)", "triples have a subject that does not exist"),
    ("SELECT 1 FROM triple t WHERE NOT EXISTS(SELECT 1 FROM term WHERE id = t.predicate)", "triples have a predicate that does not exist"),
    ("SELECT 1 FROM triple t WHERE NOT EXISTS(SELECT 1 FROM term WHERE id = t.object)", "triples have an object that does not exist"),
    ("SELECT 1 FROM triple t WHERE NOT EXISTS(SELECT 1 FROM source WHERE id = t.source)", "triples have a source that does not exist"),
    ("SELECT 1 FROM triple WHERE confidence NOT BETWEEN 0 AND 1", "triples have a confidence outside 0 to 1"),
    ("SELECT triple FROM assertion EXCEPT SELECT id FROM triple", "further sources belong to triples that do not exist"),
    ("SELECT 1 FROM assertion a WHERE NOT EXISTS(SELECT 1 FROM source WHERE id = a.source)", "further sources do not exist"),
    ("SELECT 1 FROM term WHERE (kind = 3) <> (id & 1)", "terms have a number of the wrong kind"),
    ("SELECT id FROM term EXCEPT SELECT id FROM term_hash", "terms cannot be found by their hash"),
    ("SELECT id FROM term_hash EXCEPT SELECT id FROM term", "hashes belong to terms that do not exist"),
    ("SELECT 1 FROM term t WHERE id & 1 = 1 AND datatype IS NOT NULL AND NOT EXISTS(SELECT 1 FROM term WHERE id = t.datatype)", "literals have a datatype that does not exist"),
    (
      "SELECT 1 FROM term t WHERE id & 1 = 0 AND datatype IS NOT NULL AND NOT EXISTS(SELECT 1 FROM namespace WHERE id = t.datatype)",
      "terms begin with a namespace that does not exist"
    ),
    (
      "SELECT 1 FROM namespace n LEFT JOIN (SELECT datatype, count(*) AS uses FROM term WHERE id & 1 = 0 GROUP BY datatype) t ON t.datatype = n.id "
        + "WHERE n.uses <> ifnull(t.uses, 0)", "namespaces are used otherwise than they say"
    ),
    (
      "SELECT 1 FROM triple t WHERE t.id > ifnull((SELECT b.id + b.span FROM triple_block b WHERE b.id <= t.id ORDER BY b.id DESC LIMIT 1), -1)",
      "triples cannot be found by their number"
    ),
    ("SELECT 1 WHERE (SELECT total(size) FROM triple_block) <> (SELECT count(*) FROM triple)", "sum of blocks differs from the number of triples"),
    ("SELECT triple FROM label EXCEPT SELECT id FROM triple", "labels belong to triples that do not exist"),
    ("SELECT 1 FROM derivation d WHERE NOT EXISTS(SELECT 1 FROM source WHERE id = d.rule)", "inferences are by a rule that does not exist"),
    ("SELECT triple FROM premise EXCEPT SELECT triple FROM derivation", "premises belong to inferences that do not exist"),
    ("SELECT triple FROM validity EXCEPT SELECT id FROM triple", "times of validity belong to triples that do not exist"),
    ("SELECT 1 FROM triple t WHERE graph > 0 AND NOT EXISTS(SELECT 1 FROM term WHERE id = t.graph)", "triples are in a graph that does not exist"),
    ("SELECT 1 FROM mention m WHERE NOT EXISTS(SELECT 1 FROM term WHERE id = m.entity)", "mentions name entities that do not exist"),
    (
      "SELECT 1 FROM mention m JOIN passage p ON p.id = m.passage WHERE m.start < 0 OR m.\"end\" < m.start OR m.\"end\" > length(CAST(p.text AS BLOB))",
      "mentions leave their passage"
    ),
    (
      "SELECT 1 FROM passage p JOIN document d ON d.id = p.document WHERE p.start < 0 OR p.\"end\" < p.start OR p.\"end\" > length(d.original)",
      "passages leave their document"
    ),
    ("SELECT 1 FROM document WHERE byte_count <> length(original)", "documents have another size than they say"),
    ("SELECT 1 FROM document WHERE (reading IS NULL) <> (reading_map IS NULL)", "documents lack their reading text or its map"),
    ("SELECT 1 FROM document d WHERE NOT EXISTS(SELECT 1 FROM source WHERE document = d.id)", "documents have no source"),
    ("SELECT 1 FROM vector v JOIN encoder e ON e.id = v.encoder WHERE length(v.value) <> 4 * e.dimension", "vectors have the wrong size"),
    (
      "SELECT 1 FROM picture_line l JOIN picture p ON p.document = l.document JOIN encoder e ON e.id = p.encoder WHERE length(l.vector) <> 4 * e.dimension",
      "the vectors of pictures' lines have the wrong size"
    ),
  ]

  private func packedTextProblems() throws -> [String] {
    var damaged = 0
    try connection.forEachRow("SELECT lexical FROM term WHERE typeof(lexical) = 'blob'", []) { row in
      do { _ = try row.termText(0) } catch let error as StoreError where error.code == .corrupt { damaged += 1 }
    }
    return damaged == 0 ? [] : ["the texts of \(damaged) literals are damaged"]
  }

  private func fullTextProblems() throws -> [String] {
    var problems: [String] = []
    // With 1 the index is also held against the passages; labels have no text of their own to hold it against.
    for command in ["INSERT INTO passage_fts(passage_fts, rank) VALUES('integrity-check', 1)", "INSERT INTO label_fts(label_fts) VALUES('integrity-check')"] {
      do { try connection.execute(command) } catch let error as StoreError where error.code == .corrupt {
        problems.append("the full-text index does not fit its texts: \(error.message)")
      }
    }
    let labels = try connection.number("SELECT count(*) FROM label")
    var named: Int64 = 0
    for (predicate, _) in try reader.labelPredicates() {
      named += try connection.number("SELECT count(*) FROM triple WHERE predicate = ?1 AND object & 1 = 1", .integer(predicate))
    }
    if named != labels { problems.append("\(named) triples name things, but \(labels) names can be found") }
    let indexed = try connection.number("SELECT count(*) FROM label_fts_docsize")
    if labels != indexed { problems.append("\(labels) labels stand against \(indexed) in the full-text index") }
    return problems
  }

  /// Every passage is the slice of its document, byte for byte.
  private func passageProblems() throws -> [String] {
    var problems: [String] = []
    try connection.forEachRow("SELECT id, sha256, name, coalesce(reading, original), original, reading_map FROM document", []) { document in
      let reading = document.blob(3)
      let (name, id) = (document.text(2), document.text(1))
      if !document.isNull(5) {
        let map = ReadingMap(storedBytes: document.blob(5))
        if map?.readingCount != reading.count { problems.append("the reading map of document \(name) (\(id)) is damaged") }
      }
      try connection.forEachRow("SELECT id, text, reading_start, reading_end FROM passage WHERE document = ?1", [.integer(document.int64(0))]) { row in
        let (start, end) = (row.int(2), row.int(3))
        guard 0 <= start, start <= end, end <= reading.count, reading[start..<end].elementsEqual(row.text(1).utf8) else {
          problems.append("passage \(row.int64(0)) of document \(name) (\(id)) is not what stands at its range")
          return
        }
      }
    }
    return problems
  }

  private func vectorProblems() throws -> [String] {
    let stored = Set(try connection.rows("SELECT passage FROM vector") { $0.int64(0) })
    let searched = vectors.passages
    return stored == searched
      ? [] : ["\(stored.subtracting(searched).count) vectors cannot be found and \(searched.subtracting(stored).count) found ones do not exist; start the daemon again"]
  }
}
