internal import KnowledgeGraph
internal import RDF

/// The relations and classes of the graph. They have labels too ("treats", "disease"), but a text that uses these words names no thing of the graph.
enum SchemaTerms {
  static func all(_ reader: StoreReader) throws -> Set<EntityID> {
    var terms: Set<EntityID> = []
    for kind in [Vocabulary.RDF.property, Vocabulary.RDFS.class] {
      terms.formUnion(try reader.triples(matching: nil, .iri(Vocabulary.RDF.type), .iri(kind), limit: 20_000).map(\.subject))
    }
    return terms
  }
}
