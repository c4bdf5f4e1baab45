import KnowledgeGraph
import RDF

/// What a thing is, the classes that are stated before those that follow: "drug", then "concept".
enum EntityClasses {
  static func names(of record: EntityRecord, _ reader: StoreReader) throws -> [String] {
    guard record.types.count > 1, let type = try reader.id(of: .iri(Vocabulary.RDF.type)) else { return record.types.map(name) }
    let inferred = Set(try reader.triples(subject: record.id, predicate: type, limit: 100).filter(\.inferred).map(\.object))
    return (record.types.filter { !inferred.contains($0.id) } + record.types.filter { inferred.contains($0.id) }).map(name)
  }

  private static func name(_ type: EntityRecord.EntityType) -> String {
    type.label ?? type.iri.split { $0 == "/" || $0 == "#" || $0 == ":" }.last.map(String.init) ?? type.iri
  }
}
