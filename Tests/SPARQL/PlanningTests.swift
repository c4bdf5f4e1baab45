import RDF
import SPARQL
import Testing

@Suite("Queries are planned well") struct PlanningTests {
  /// 2,000 things with a name and a type; each belongs to one of 20 owners; one has the code "x".
  private static func data() -> MemoryDataset {
    let data = MemoryDataset()
    func add(_ s: String, _ p: String, _ o: Term) { data.add(Triple(.iri("urn:" + s), .iri("urn:" + p), o)) }
    for number in 0..<2000 {
      add("thing\(number)", "name", .literal(Literal("name \(number)")))
      add("thing\(number)", "type", .iri("urn:Thing"))
      add("thing\(number)", "owner", .iri("urn:owner\(number % 20)"))
      if number % 100 == 7 { add("thing\(number)", "note", .literal(Literal("note \(number)"))) }
    }
    add("thing1234", "code", .literal(Literal("x")))
    return data
  }

  private func work(_ text: String) throws -> (rows: Int, quads: Int) {
    let source = CountingSource(Self.data())
    var rows = 0
    try Query(text).solutions(on: source) { _ in
      rows += 1
      return true
    }
    return (rows, source.quads)
  }

  @Test("Where a pattern stands makes no difference to the work", arguments: [
    "?t <urn:code> 'x' . ?t <urn:owner> ?o . ?u <urn:owner> ?o . ?u <urn:name> ?n",
    "?u <urn:name> ?n . ?u <urn:owner> ?o . ?t <urn:owner> ?o . ?t <urn:code> 'x'",
    "?t <urn:owner> ?o . ?u <urn:owner> ?o . ?u <urn:name> ?n . ?t <urn:code> 'x'",
    "?u <urn:owner> ?o . { ?t <urn:owner> ?o . ?u <urn:name> ?n } ?t <urn:code> 'x'",
  ])
  func order(pattern: String) throws {
    let (rows, quads) = try work("SELECT * { \(pattern) }")
    #expect(rows == 100)
    #expect(quads <= 1 + 1 + 100 + 100)
  }

  @Test("What is bound outside is bound inside OPTIONAL, UNION, EXISTS and MINUS", arguments: [
    ("?t <urn:code> 'x' OPTIONAL { ?t <urn:name> ?n . ?t <urn:owner> ?o }", 1),
    ("?t <urn:code> 'x' { ?t <urn:name> ?n } UNION { ?t <urn:owner> ?n }", 2),
    ("?t <urn:code> 'x' FILTER EXISTS { ?t <urn:owner> ?o . ?t <urn:name> ?n }", 1),
    ("?t <urn:code> 'x' MINUS { ?t <urn:note> ?n }", 1),
    ("{ ?t <urn:name> ?n } UNION { ?t <urn:owner> ?n } ?t <urn:code> 'x'", 2),
    ("?t <urn:name> ?n FILTER(?t = <urn:thing5>)", 1),
    ("?t <urn:name> ?n FILTER(?t IN (<urn:thing5>, <urn:thing6>))", 2),
    ("?t <urn:type> <urn:Thing> . ?t <urn:name> 'name 77'", 1),
  ])
  func inside(pattern: String, rows: Int) throws {
    let work = try work("SELECT * { \(pattern) }")
    #expect(work.rows == rows)
    #expect(work.quads <= 8)
  }

  @Test("Many look-ups become one pass") func tables() throws {
    let source = CountingSource(Self.data())
    var rows = 0
    try Query("SELECT * { ?t <urn:type> <urn:Thing> . ?t <urn:name> ?n OPTIONAL { ?t <urn:note> ?m } }").solutions(on: source) { _ in
      rows += 1
      return true
    }
    #expect(rows == 2000)
    #expect(source.scans < 600)
  }

  @Test("A LIMIT ends the work") func limit() throws {
    let (rows, quads) = try work("SELECT * { ?t <urn:name> ?n . ?t <urn:owner> ?o } LIMIT 3")
    #expect(rows == 3)
    #expect(quads < 20)
  }

  @Test("Groups, filters and what they mean survive the planning", arguments: [
    // A filter sees only what its own group binds.
    ("SELECT * { ?t <urn:code> ?c { ?t <urn:name> ?n FILTER(BOUND(?c)) } }", 0),
    // The right side of an OPTIONAL inside an OPTIONAL is joined from the inside out.
    ("SELECT * { ?t <urn:code> ?c OPTIONAL { ?u <urn:note> ?m OPTIONAL { ?u <urn:owner> ?c } } }", 1),
    // Names that a sub-query does not select are its own.
    ("SELECT * { ?t <urn:code> ?c { SELECT ?o (COUNT(?t) AS ?n) { ?t <urn:owner> ?o } GROUP BY ?o } }", 20),
    ("SELECT * { ?t <urn:code> ?c { SELECT ?t { ?t <urn:name> ?n } ORDER BY ?n LIMIT 1 } }", 0),
    // Values that share no variable with the left side take nothing away.
    ("SELECT * { ?t <urn:note> ?m MINUS { ?x <urn:code> 'x' } }", 20),
    ("SELECT DISTINCT ?o { ?t <urn:owner> ?o } ORDER BY ?o OFFSET 5 LIMIT 100", 15),
  ])
  func meaning(text: String, rows: Int) throws { #expect(try work(text).rows == rows) }
}
