import RDF
import SPARQL
import Testing

@Suite("A query ends at its limits") struct LimitTests {
  private static func things(_ count: Int) -> MemoryDataset {
    MemoryDataset((0..<count).map { Triple(.iri("urn:\($0)"), .iri("urn:p"), .iri("urn:\($0 + 1)")) })
  }

  private func error(_ text: String, on data: any QuadSource, _ limits: QueryLimits) -> SPARQLError? {
    var options = QueryOptions()
    options.limits = limits
    do {
      _ = try Query(text).answer(on: data, options: options)
      return nil
    } catch { return error as? SPARQLError }
  }

  @Test("A Cartesian product ends at its time", arguments: [
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a = ?h) }",
    "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a = ?h) }", "SELECT ?a { ?a (<urn:p>*/<urn:p>*)* ?b . ?c <urn:p>* ?d FILTER(?d = 1) }",
  ])
  func time(text: String) {
    #expect(error(text, on: Self.things(2000), QueryLimits(time: .milliseconds(50)))?.code == .deadline)
  }

  @Test("What is kept ends at its memory", arguments: [
    "SELECT DISTINCT ?a ?d { ?a ?b ?c . ?d ?e ?f }", "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } ORDER BY ?d", "SELECT ?a ?d (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a ?d",
    "SELECT (GROUP_CONCAT(?a) AS ?t) { ?a ?b ?c . ?d ?e ?f }", "CONSTRUCT { ?a ?b ?d } { ?a ?b ?c . ?d ?e ?f }",
    "SELECT (CONCAT(STR(?a), STR(?d)) AS ?t) { ?a ?b ?c . ?d ?e ?f }",
  ])
  func memory(text: String) {
    #expect(error(text, on: Self.things(2000), QueryLimits(bytes: 1 << 20))?.code == .tooLarge)
  }

  @Test("An answer ends at its rows") func rows() {
    #expect(error("SELECT * { ?s ?p ?o }", on: Self.things(20), QueryLimits(rows: 19))?.message == "the answer has more than 19 rows; add a LIMIT")
    #expect(error("SELECT * { ?s ?p ?o }", on: Self.things(20), QueryLimits(rows: 20)) == nil)
  }

  @Test("What its source throws ends it at once") func cancelling() {
    struct Stopped: Error {}
    let source = CountingSource(Self.things(100))
    source.onScan = { if source.scans > 1 { throw Stopped() } }
    #expect(throws: Stopped.self) { try Query("SELECT * { ?a ?b ?c . ?c ?d ?e . ?e ?f ?g }").answer(on: source) }
    #expect(source.scans == 2)
  }

  @Test("No regular expression takes more than linear time", arguments: ["(a+)+b", "(a|aa)*b", "(a*)*c", "(.*)(.*)(.*)(.*)x", "^(([a-z])+.)+[A-Z]([a-z])+$"])
  func regularExpressions(pattern: String) throws {
    let text = String(repeating: "a", count: 20_000)
    let query = try Query("SELECT (REGEX('\(text)', '\(pattern)') AS ?m) {}")
    guard case .solutions(_, let rows) = try query.answer(on: MemoryDataset()) else { return }
    #expect(rows == [[.literal(Literal("false", datatype: Vocabulary.XSD.boolean))]])
  }

  @Test("Regular expressions that would grow without end are refused", arguments: ["((a{1000}){1000}){1000}", "(((((((((x{9}){9}){9}){9}){9}){9}){9}){9}){9})"])
  func growth(pattern: String) {
    #expect(error("SELECT (REGEX('a', '\(pattern)') AS ?m) {}", on: MemoryDataset(), QueryLimits())?.message.hasSuffix("it is too large") == true)
  }

  @Test("Nothing in a query leaves the store", arguments: ["SELECT * { SERVICE <http://example.org/sparql> { ?s ?p ?o } }", "ASK { OPTIONAL { SERVICE SILENT ?x { ?s ?p ?o } } }"])
  func federation(text: String) {
    #expect(error(text, on: Self.things(1), QueryLimits())?.code == .refused)
  }

  @Test("Graphs that FROM names are never fetched") func from() throws {
    let query = try Query("SELECT * FROM <http://example.org/graph> { ?s ?p ?o }")
    guard case .solutions(_, let rows) = try query.answer(on: Self.things(3)) else { return }
    #expect(rows.isEmpty)
  }

  @Test("What a cyclic path reaches comes once") func cycles() throws {
    let data = MemoryDataset((0..<50).map { Triple(.iri("urn:\($0)"), .iri("urn:p"), .iri("urn:\(($0 + 1) % 50)")) })
    guard case .solutions(_, let rows) = try Query("SELECT * { <urn:0> <urn:p>+ ?x }").answer(on: data) else { return }
    #expect(rows.count == 50)
  }
}
