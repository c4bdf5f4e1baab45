import RDF
import Testing

@Suite("What is written reads back") struct RoundTripTests {
  @Test("N-Triples gives the very same triples, whatever is in them", arguments: 0..<200 as Range<UInt64>)
  func ntriples(seed: UInt64) throws {
    var generator = GraphGenerator(seed: seed)
    let graph = generator.graph(40)
    var read: [Triple] = []
    try RDFReader.read(RDFWriter.bytes(graph, format: .ntriples), format: .ntriples) { triple, _ in read.append(triple) }
    #expect(read == graph)
  }

  @Test("Turtle gives the same graph, with prefixes and without", arguments: 0..<200 as Range<UInt64>)
  func turtle(seed: UInt64) throws {
    var generator = GraphGenerator(seed: seed)
    let graph = generator.graph(40)
    for prefixes in [PrefixMap.common, PrefixMap()] {
      var read: [Triple] = []
      try RDFReader.read(RDFWriter.bytes(graph, format: .turtle, prefixes: prefixes), format: .turtle) { triple, _ in read.append(triple) }
      #expect(read == graph)
    }
  }

  @Test("It makes no difference where a stream is cut", arguments: 0..<40 as Range<UInt64>)
  func chunks(seed: UInt64) throws {
    var generator = GraphGenerator(seed: seed)
    for format in RDFFormat.allCases {
      let bytes = RDFWriter.bytes(generator.graph(20), format: format)
      var whole: [String] = []
      try RDFReader.read(bytes, format: format) { whole.append("\($0) \($1) \($1.byteOffset)") }
      var pieces: [String] = []
      var place = 0
      try RDFReader.read(
        chunks: {
          guard place < bytes.count else { return nil }
          let end = min(bytes.count, place + Int.random(in: 1...7, using: &generator))
          defer { place = end }
          return Array(bytes[place..<end])
        }, format: format
      ) { pieces.append("\($0) \($1) \($1.byteOffset)") }
      #expect(pieces == whole)
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
}
