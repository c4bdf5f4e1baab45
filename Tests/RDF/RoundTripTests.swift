import RDF
import Testing

@Suite("What is written reads back") struct RoundTripTests {
  private func read(_ bytes: [UInt8], _ format: RDFFormat) throws -> [Quad] {
    var quads: [Quad] = []
    try RDFReader.readQuads(bytes, format: format) { quad, _ in quads.append(quad) }
    return quads
  }

  @Test("N-Triples gives the very same triples, whatever is in them", arguments: 0..<200 as Range<UInt64>)
  func ntriples(seed: UInt64) throws {
    var generator = GraphGenerator(seed: seed)
    let graph = generator.graph(40).map { Quad($0) }
    #expect(try read(RDFWriter.bytes(quads: graph, format: .ntriples), .ntriples) == graph)
  }

  @Test("Turtle gives the same graph, with prefixes and without", arguments: 0..<200 as Range<UInt64>)
  func turtle(seed: UInt64) throws {
    var generator = GraphGenerator(seed: seed)
    let graph = generator.graph(40).map { Quad($0) }
    for prefixes in [PrefixMap.common, PrefixMap()] {
      #expect(try read(RDFWriter.bytes(quads: graph, format: .turtle, prefixes: prefixes), .turtle) == graph)
    }
  }

  @Test("N-Quads and TriG give the same datasets, with their graphs", arguments: 0..<200 as Range<UInt64>)
  func datasets(seed: UInt64) throws {
    var generator = GraphGenerator(seed: seed)
    let dataset = generator.dataset(40)
    #expect(try read(RDFWriter.bytes(quads: dataset, format: .nquads), .nquads) == dataset)
    for prefixes in [PrefixMap.common, PrefixMap()] {
      #expect(try read(RDFWriter.bytes(quads: dataset, format: .trig, prefixes: prefixes), .trig) == dataset)
    }
  }

  @Test("Turtle is written with prefixes, shared subjects and plain numbers") func shape() {
    let metformin = Term.iri(Vocabulary.medical + "metformin")
    let text = String(
      decoding: RDFWriter.bytes(
        [
          Triple(metformin, .iri(Vocabulary.RDF.type), .iri(Vocabulary.KG.concept)),
          Triple(metformin, .iri(Vocabulary.RDFS.label), .literal(Literal("metformin", language: "EN"))),
          Triple(metformin, .iri(Vocabulary.RDFS.label), .literal(Literal("Metformin"))),
          Triple(metformin, .iri(Vocabulary.KG.value), .literal(Literal("30", datatype: Vocabulary.XSD.integer))),
        ], format: .turtle), as: UTF8.self)
    #expect(text.hasSuffix("med:metformin a kg:Concept ;\n  rdfs:label \"metformin\"@en, \"Metformin\" ;\n  kg:value 30 .\n"))
  }

  @Test("TriG puts a graph's triples into its braces") func trigShape() {
    let triple = Triple(.iri("urn:kgassist:medical:a"), .iri("urn:kgassist:medical:b"), .iri("urn:kgassist:medical:c"))
    let text = String(decoding: RDFWriter.bytes(quads: [Quad(triple), Quad(triple, graph: .iri("urn:g"))], format: .trig), as: UTF8.self)
    #expect(text.hasSuffix("\nmed:a med:b med:c .\n\n<urn:g> {\nmed:a med:b med:c .\n}\n"))
  }
}
