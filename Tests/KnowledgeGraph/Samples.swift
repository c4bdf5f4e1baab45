import Foundation
import KnowledgeGraph
import Kernels
import RDF

/// Small graphs and documents that the tests share.
enum Samples {
  static let turtle = """
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix kg: <urn:kgassist:vocabulary:> .
    @prefix med: <urn:kgassist:medical:> .
    kg:Drug rdfs:label "Drug"@en .
    med:metformin a kg:Drug ; rdfs:label "metformin"@en, "Metformin"@de ; skos:altLabel "Glucophage" ;
      skos:definition "A biguanide that lowers blood glucose."@en ;
      kg:treats med:type-2-diabetes ; kg:threshold [ a kg:Threshold ; kg:value 30 ; kg:unit "mL/min/1.73m2" ] .
    med:type-2-diabetes a kg:Disease ; rdfs:label "type 2 diabetes"@en ; skos:altLabel "T2D" ; kg:measuredBy med:hba1c .
    med:hba1c rdfs:label "HbA1c" ; kg:measures med:glucose .
    med:glucose rdfs:label "glucose" .
    """

  static func graph(_ text: String = turtle) throws -> [(Triple, SourcePosition)] {
    var result: [(Triple, SourcePosition)] = []
    try RDFReader.read(Array(text.utf8), format: .turtle) { result.append(($0, $1)) }
    return result
  }

  /// Imports a Turtle text as a file of this name.
  @discardableResult
  static func load(_ text: String = turtle, named name: String = "graph.ttl", into store: GraphStore, domain: Domain? = .medical) async throws
    -> ImportReport
  {
    let triples = try graph(text)
    return try await store.write {
      try $0.importTriples(triples, from: name, sha256: SHA256.hex(of: Array(text.utf8)), domain: domain)
    }
  }

  /// A document cut at its empty lines, each passage with a made-up vector.
  static func document(_ text: String, name: String, domain: Domain? = .medical, triples: [NewTriple] = [], mentions: [Int: [NewMention]] = [:])
    -> NewDocument
  {
    var passages: [NewPassage] = []
    var start = 0
    for part in text.components(separatedBy: "\n\n") {
      let end = start + part.utf8.count
      passages.append(
        NewPassage(
          heading: [name, "Part"], text: part, start: start, end: end, vector: vector(of: part), mentions: mentions[passages.count] ?? []))
      start = end + 2
    }
    return NewDocument(
      id: SHA256.documentID(of: Array(text.utf8)), name: name, mediaType: "text/plain", domain: domain, encoding: "utf-8",
      original: Array(text.utf8), passages: passages, triples: triples, encoder: "letters")
  }

  /// How often each letter occurs, with length 1: texts with the same letters are near.
  static func vector(of text: String) -> [Float] {
    var counts = [Float](repeating: 0.01, count: 32)
    for byte in text.utf8 where byte >= 0x41 { counts[Int(byte & 31)] += 1 }
    let length = counts.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return counts.map { $0 / length }
  }

  static func iri(_ local: String) -> Term { .iri(Vocabulary.medical + local) }
}
