import RDF
import Testing

@Suite("Annotations of triples") struct AnnotationTests {
  private static let prefixes = """
    @prefix : <urn:x:> .
    @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .

    """

  private func quads(_ text: String, _ format: RDFFormat = .turtle) throws -> [Quad] {
    var quads: [Quad] = []
    try RDFReader.readQuads(Array((Self.prefixes + text).utf8), format: format) { quad, _ in quads.append(quad) }
    return quads
  }

  private func written(_ quads: [Quad], _ format: RDFFormat = .turtle) -> String {
    var prefixes = PrefixMap()
    prefixes[""] = "urn:x:"
    return String(decoding: RDFWriter.bytes(quads: quads, format: format, prefixes: prefixes, annotations: Annotations(of: quads)), as: UTF8.self)
      .replacing("@prefix : <urn:x:> .\n", with: "")
  }

  @Test("They stand behind the triple that they are about", arguments: [
    (":s :p :o {| :source :a ; :sure 0.5 |} .", "\n:s :p :o {| :source :a ; :sure \"0.5\"^^<http://www.w3.org/2001/XMLSchema#decimal> |} .\n"),
    (":s :p :o {| :by :a , :b |} .", "\n:s :p :o {| :by :a, :b |} .\n"), (":s :p :o ~ :r .", "\n:s :p :o ~ :r .\n"),
    (":s :p :o ~ :r {| :by :a |} , :o2 .", "\n:s :p :o ~ :r {| :by :a |}, :o2 .\n"), (":s :p :o ~ .", "\n:s :p :o ~ .\n"),
    (":s :p :o {| :by :a |} {| :by :b |} .", "\n:s :p :o {| :by :a |} {| :by :b |} .\n"),
    (":s :p :o ~ :q ~ {| :by :a |} .", "\n:s :p :o {| :by :a |} ~ :q .\n"),
  ])
  func shape(text: String, expected: String) throws { #expect(try written(quads(text)) == expected) }

  @Test("What cannot be written so stays a statement, and nothing is lost", arguments: [
    // The triple is not asserted.
    ":r rdf:reifies <<( :s :p :o )>> ; :by :a .",
    // One reifier of two triples.
    ":s :p :o , :o2 . :r rdf:reifies <<( :s :p :o )>> , <<( :s :p :o2 )>> ; :by :a .",
    // A blank reifier that is spoken of elsewhere keeps its name.
    ":s :p :o ~ _:r {| :by :a |} . :x :believes _:r .", ":s :p :o ~ _:r {| :by :a |} . :x :says <<( :x :believes _:r )>> .",
    // An annotation of an annotation, and two that speak of each other.
    ":s :p :o {| :by :a {| :on :monday |} |} .",
    "_:a :p :o . _:b :p :o . _:a rdf:reifies <<( _:b :p :o )>> . _:b rdf:reifies <<( _:a :p :o )>> .",
    // The reifier stands in its own triple.
    ":s :p _:r ~ _:r {| :by :a |} .", ":s :p :o {| rdf:type :t ; :by [] |} .",
  ])
  func exceptions(text: String) throws {
    let graph = try quads(text)
    let again = try quads(written(graph))
    #expect(GraphIsomorphism.areEqual(graph, again), "\(written(graph))")
  }

  @Test("In TriG they stand in the graph of their triple, and a reifier in another graph is left where it is") func graphs() throws {
    let data = try quads(":g { :s :p :o {| :by :a |} } :h { :s :p :o } :s :p :o ~ :r . :h { :r :by :b }", .trig)
    let text = written(data, .trig)
    #expect(text.contains(":g {") && text.contains(":s :p :o {| :by :a |} .\n}"))
    #expect(GraphIsomorphism.areEqual(data, try quads(text, .trig)), "\(text)")
  }

  @Test("Any graph that is annotated at random reads back as it was", arguments: GraphGenerator.seeds(60)) func random(seed: UInt64) throws {
    var generator = GraphGenerator(seed: seed)
    var graph = generator.graph(12).map { Quad($0) }
    for number in 0..<12 {
      guard let about = graph.randomElement(using: &generator), let other = graph.randomElement(using: &generator) else { return }
      // Blank reifiers among the graph's own labels as well.
      let reifier: Term = [.blank("r\(number)"), .iri("urn:r:\(number)"), other.triple.subject].randomElement(using: &generator)!
      graph.append(Quad(Triple(reifier, .iri(Vocabulary.RDF.reifies), .triple(about.triple))))
      if Bool.random(using: &generator) { graph.append(Quad(Triple(reifier, other.triple.predicate, other.triple.object))) }
    }
    let bytes = RDFWriter.bytes(quads: graph, format: .turtle, annotations: Annotations(of: graph))
    var again: [Quad] = []
    try RDFReader.readQuads(bytes, format: .turtle) { quad, _ in again.append(quad) }
    #expect(GraphIsomorphism.areEqual(graph, again), "\(String(decoding: bytes, as: UTF8.self))")
  }
}
