internal import KnowledgeGraph
internal import RDF

extension TableFacts {
  /// The facts of all tables of a reading, linked to what the store knows by the names in them.
  static func read(
    _ reading: Reading, index: LabelIndex, document: DocumentID, limits: IngestionLimits, store: GraphStore
  ) async throws -> TableFacts {
    var facts = TableFacts(index: index, document: document, limits: limits)
    guard !reading.tables.isEmpty else { return facts }
    let (headers, cells) = facts.namesToLookUp(reading)
    (facts.properties, facts.iris) = try await store.read { reader in
      var properties: [String: String] = [:]
      for header in headers {
        for entity in index.entities(for: header) {
          guard let record = try reader.entity(entity), record.types.contains(where: { $0.iri == Vocabulary.RDF.property }) else { continue }
          properties[header.lowercased()] = record.iri
        }
      }
      var iris: [EntityID: String] = [:]
      for entity in cells { iris[entity] = try reader.term(entity)?.iri }
      return (properties, iris)
    }
    for table in reading.tables {
      try Task.checkCancellation()
      facts.add(table, of: reading)
    }
    return facts
  }
}
