import RDF
import Testing

@Suite("Turtle's finer points") struct TurtleTests {
  /// RFC 3986, section 5.4, with the base of that section.
  @Test("References are resolved as RFC 3986 shows", arguments: [
    ("g:h", "g:h"), ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"), ("/g", "http://a/g"), ("//g", "http://g"),
    ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"), ("#s", "http://a/b/c/d;p?q#s"), ("g#s", "http://a/b/c/g#s"),
    (";x", "http://a/b/c/;x"), ("", "http://a/b/c/d;p?q"), (".", "http://a/b/c/"), ("./", "http://a/b/c/"), ("..", "http://a/b/"),
    ("../", "http://a/b/"), ("../g", "http://a/b/g"), ("../..", "http://a/"), ("../../g", "http://a/g"), ("../../../g", "http://a/g"),
    ("/./g", "http://a/g"), ("/../g", "http://a/g"), ("g.", "http://a/b/c/g."), (".g", "http://a/b/c/.g"), ("..g", "http://a/b/c/..g"),
    ("./../g", "http://a/b/g"), ("g/./h", "http://a/b/c/g/h"), ("g/../h", "http://a/b/c/h"), ("g?y/./x", "http://a/b/c/g?y/./x"),
    ("g#s/../x", "http://a/b/c/g#s/../x"),
  ])
  func resolution(reference: String, expected: String) throws {
    let triples = try RDFReader.triples("<urn:s> <urn:p> <\(reference)> .", format: .turtle, base: "http://a/b/c/d;p?q")
    #expect(triples.first?.object == .iri(expected))
  }

  @Test("A dot ends a statement unless a number or a name goes on") func dots() throws {
    let triples = try RDFReader.triples("@prefix e: <urn:e:>. e:a e:b 1.<urn:a> e:b 1.5.e:a e:b .5e1.e:a e:b e:c.d, e:c. e:a e:b _:x.<urn:a> e:b true.", format: .turtle)
    #expect(triples.map(\.object) == [
      .literal(Literal("1", datatype: Vocabulary.XSD.integer)), .literal(Literal("1.5", datatype: Vocabulary.XSD.decimal)),
      .literal(Literal(".5e1", datatype: Vocabulary.XSD.double)), .iri("urn:e:c.d"), .iri("urn:e:c"), .blank("x"),
      .literal(Literal("true", datatype: Vocabulary.XSD.boolean)),
    ])
  }

  @Test("Written labels never meet the names given to unlabelled nodes") func blankNodes() throws {
    let triples = try RDFReader.triples("<urn:a> <urn:b> [], _:_g1, _:g1 .", format: .turtle)
    #expect(Set(triples.map(\.object)).count == 3)
  }

  @Test("Numbers are read from valid forms only", arguments: [
    ("30", "integer", 30.0), ("-1.5e3", "double", -1500), ("INF", "double", .infinity), ("0x10", "integer", nil), ("inf", "double", nil),
    ("1", "string", nil), ("", "decimal", nil),
  ] as [(String, String, Double?)])
  func numbers(form: String, type: String, value: Double?) {
    #expect(Literal(form, datatype: Vocabulary.XSD.namespace + type).number == value)
  }

  @Test("Prefixed names expand and shorten") func prefixes() {
    #expect(PrefixMap.common.expand("med:metformin") == "urn:kgassist:medical:metformin")
    #expect(PrefixMap.common.expand("nope:x") == nil)
    #expect(PrefixMap.common.shorten("urn:kgassist:medical:metformin-egfr-30") == "med:metformin-egfr-30")
    #expect(PrefixMap.common.shorten("urn:kgassist:medical:a/b") == nil)
    #expect(PrefixMap.common.shorten("urn:else") == nil)
  }

  @Test("Terms are the same byte by byte, as RDF says: equivalent Unicode is another term") func identity() throws {
    let (one, two) = ("caf\u{E9}", "cafe\u{301}")
    #expect(one == two)
    #expect(Term.iri("urn:" + one) != .iri("urn:" + two))
    #expect(Term.literal(Literal(one)) != .literal(Literal(two)))
    #expect(Set([Term.blank(one), .blank(two), .blank("caf\u{E9}")]).count == 2)
    let triples = try RDFReader.triples("@prefix \(one): <urn:1:> . @prefix \(two): <urn:2:> . \(one):a \(two):b 1 .", format: .turtle)
    #expect(triples == [Triple(.iri("urn:1:a"), .iri("urn:2:b"), .literal(Literal("1", datatype: Vocabulary.XSD.integer)))])
  }
}
