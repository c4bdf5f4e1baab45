internal import RDF

extension StoreWriter {
  /// Stores a document with its passages, vectors, mentions and triples. A document that the store has is left as it is.
  ///
  /// - Throws: ``StoreError`` `invalid` when ranges leave the document, a passage's text is not what stands at its range, or a mention leaves its passage.
  @discardableResult
  public func addDocument(_ document: NewDocument) throws -> ImportReport {
    if try connection.number("SELECT count(*) FROM document WHERE sha256 = ?1", .text(document.id)) > 0 {
      return ImportReport(read: document.triples.count, added: 0, unchanged: true)
    }
    try DocumentCheck.check(document)
    try connection.run(
      """
      INSERT INTO document(sha256, name, media_type, domain, encoding, byte_count, added, reading_map, reading, original)
      VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
      """, .text(document.id), .text(document.name), .text(document.mediaType), .domain(document.domain), .text(document.encoding),
      .integer(document.original.count), .integer(Self.now), .blob(document.readingMap?.storedBytes),
      .blob(document.reading.map { Array($0.utf8) }), .blob(document.original))
    let number = connection.lastInsertedID
    try connection.run(
      "INSERT INTO source(kind, name, sha256, domain, added, document) VALUES(?1, ?2, ?3, ?4, ?5, ?6)", .integer(SourceKind.document.rawValue),
      .text(document.name), .text(document.id), .domain(document.domain), .integer(Self.now), .integer(number))
    let source = connection.lastInsertedID
    for (ordinal, passage) in document.passages.enumerated() { try add(passage, ordinal: ordinal, to: number, of: document) }
    if let picture = document.picture { try add(picture, to: number, of: document) }
    // One statement for all: each would make a piece of the index of its own.
    try connection.run("INSERT INTO passage_fts(rowid, heading, text) SELECT id, heading, text FROM passage WHERE document = ?1", .integer(number))
    let scope = BlankScope(String(document.id.dropFirst("sha256:".count)))
    var batch = TripleBatch()
    for triple in document.triples {
      batch.append(
        try encode(Quad(triple.triple), scope: scope, place: triple.start),
        EncodedTriple.Detail(extent: Int64(triple.end), confidence: triple.confidence, validity: triple.validity))
    }
    let before = changes.contradictions.count
    let added = try insert(&batch, source: source)
    return ImportReport(
      read: document.triples.count, added: added, unchanged: false, contradictions: Array(changes.contradictions.dropFirst(before)))
  }

  private func add(_ passage: NewPassage, ordinal: Int, to number: Int64, of document: NewDocument) throws {
    try connection.checkInterruption()
    try connection.run(
      """
      INSERT INTO passage(document, ordinal, start, "end", reading_start, reading_end, heading, text) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
      """, .integer(number), .integer(ordinal), .integer(passage.start), .integer(passage.end), .integer(passage.readingStart),
      .integer(passage.readingEnd), .text(passage.heading.joined(separator: String(StoreReader.headingSeparator))), .text(passage.text))
    let id = PassageID(rawValue: connection.lastInsertedID)
    for mention in passage.mentions {
      guard try reader.term(mention.entity) != nil else { throw StoreError(.invalid, "a mention names entity \(mention.entity), which does not exist") }
      try connection.run(
        "INSERT OR IGNORE INTO mention(passage, start, \"end\", entity) VALUES(?1, ?2, ?3, ?4)", .id(id), .integer(mention.start),
        .integer(mention.end), .id(mention.entity))
    }
    if let vector = passage.vector {
      guard let encoder = document.encoder else { throw StoreError(.invalid, "document \(document.name) has vectors but names no encoder") }
      try setVector(vector, of: id, encoder: try encoderNumber(encoder, dimension: vector.count), domain: document.domain)
    }
  }

  /// Gives passages their vectors, in place of those they had.
  ///
  /// - Parameter vectors: each of length 1, all of one dimension.
  public func setVectors(_ vectors: [(PassageID, [Float])], encoder: String) throws {
    for (passage, vector) in vectors {
      let domain = try connection.first(
        "SELECT d.domain FROM passage p JOIN document d ON d.id = p.document WHERE p.id = ?1", .id(passage), as: { $0.domain(0) })
      guard let domain else { throw StoreError(.notFound, "passage \(passage) does not exist") }
      try setVector(vector, of: passage, encoder: try encoderNumber(encoder, dimension: vector.count), domain: domain)
    }
  }

  private func setVector(_ vector: [Float], of passage: PassageID, encoder: Int64, domain: Domain?) throws {
    guard vector.allSatisfy(\.isFinite) else { throw StoreError(.invalid, "the vector of passage \(passage) is not made of numbers") }
    try connection.run(
      "INSERT INTO vector(passage, encoder, value) VALUES(?1, ?2, ?3) ON CONFLICT(passage) DO UPDATE SET encoder = ?2, value = ?3",
      .id(passage), .integer(encoder), .blob(VectorIndex.bytes(vector)))
    changes.vectors.added.append(VectorChanges.Added(passage: passage, domain: domain, encoder: encoder, vector: vector))
  }

  /// The number of an encoder, which it gets at its first vector.
  func encoderNumber(_ name: String, dimension: Int) throws -> Int64 {
    guard dimension > 0, dimension <= 65_536 else { throw StoreError(.invalid, "a vector of \(dimension) dimensions cannot be stored") }
    if let known = try connection.first(
      "SELECT id FROM encoder WHERE name = ?1 AND dimension = ?2", .text(name), .integer(dimension), as: { $0.int64(0) })
    {
      return known
    }
    try connection.run("INSERT INTO encoder(name, dimension) VALUES(?1, ?2)", .text(name), .integer(dimension))
    return connection.lastInsertedID
  }
}
