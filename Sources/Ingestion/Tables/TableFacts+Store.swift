internal import KnowledgeGraph
internal import RDF

extension TableFacts {
  /// The facts of all tables of a reading, linked to what the store knows by the names in them.
  static func read(
    _ reading: Reading, index: LabelIndex, document: DocumentID, domain: Domain?, limits: IngestionLimits, store: GraphStore
  ) async throws -> TableFacts {
    var facts = TableFacts(index: index, document: document, limits: limits)
    guard !reading.tables.isEmpty else { return facts }
    let (headers, cells) = facts.namesToLookUp(reading)
    (facts.properties, facts.entities) = try await store.read { reader in
      var properties: [String: String] = [:]
      for header in headers {
        for entity in index.entities(for: header) {
          guard let record = try reader.entity(entity), record.types.contains(where: { $0.iri == Vocabulary.RDF.property }) else { continue }
          properties[header.lowercased()] = record.iri
        }
      }
      let schema = try SchemaTerms.all(reader)
      var entities: [String: String] = [:]
      for (text, found) in cells {
        var meant = found.filter { !schema.contains($0) }
        // Of several things of one name only that of the document's own field can be meant without more to go by.
        if meant.count > 1, let domain { meant = try meant.filter { try reader.entity($0)?.domain == domain } }
        if meant.count == 1 { entities[text] = try reader.term(meant[0])?.iri }
      }
      return (properties, entities)
    }
    for table in reading.tables {
      try Task.checkCancellation()
      facts.add(table, of: reading)
    }
    return facts
  }
}
