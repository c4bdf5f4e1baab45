import RDF
import SPARQL
import SeededNumbers
import Testing

@Suite("Queries are refused where they are wrong") struct SyntaxTests {
  private func error(_ text: String) -> SPARQLError? {
    do {
      _ = try Query(text)
      return nil
    } catch { return error }
  }

  @Test("An error tells line, column and what to do", arguments: [
    ("SELECT * {\n  ?s ?p ?o\n  FILTER(?x >\n}", "line 4, column 1: an expression is missing before }"),
    ("SELECT * { ?s nope:p ?o }", "line 1, column 15: the prefix \"nope:\" is not declared"),
    ("SELECT * { ?s ?p ?o", "line 1, column 20: a pattern is missing before the end of the query"),
    ("SELECT ?x (1 AS ?x) {}", "line 1, column 17: ?x is a column already"),
    ("SELECT (?s + 1 AS ?s) { ?s ?p ?o }", "line 1, column 1: ?s cannot be computed: the pattern uses it already"),
    ("SELECT ?p (COUNT(?s) AS ?n) { ?s ?p ?o }", "line 1, column 1: ?p is neither grouped by nor within an aggregate"),
    ("SELECT * { ?s ?p ?o } GROUP BY ?s", "line 1, column 1: SELECT * cannot be grouped; name the columns"),
    ("SELECT * { ?s ?p ?o BIND(1 AS ?o) }", "line 1, column 21: BIND cannot give ?o a value: the patterns before it in this group use it already"),
    ("SELECT * { ?s ?p ?o FILTER(COUNT(?s) > 1) }", "line 1, column 28: COUNT is an aggregate; it may stand in SELECT, HAVING and ORDER BY only"),
    ("SELECT * { ?s ?p ?o FILTER(STRLEN(?o, 1)) }", "line 1, column 28: STRLEN takes 1 arguments, not 2"),
    ("SELECT * { ?s ?p ?o FILTER(NOPE(?o)) }", "line 1, column 28: there is no function NOPE"),
    ("SELECT * { ?s ?p 'ü', 'x }", "line 1, column 23: the query ends inside this text"),
    ("SELECT * { <s> ?p ?o }", "line 1, column 12: <s> is relative and there is no base IRI; add BASE, or write the IRI out"),
    ("SELECT * { { _:a ?p ?o } UNION { _:a ?p ?o } }", "line 1, column 34: the blank node _:a stands in two patterns; use a variable"),
    ("DELETE DATA { <urn:a> <urn:b> 1 }", "line 1, column 1: DELETE changes the graph, which a query cannot; give it as an update"),
    ("SELECT * { VALUES (?a ?b) { (1) } }", "line 1, column 31: this row has 1 values for 2 variables"),
    ("ASK { } nonsense", "line 1, column 9: the query should end before NONSENSE"),
    ("SELECT * { ?s ?p ?o . ?s ?p }", "line 1, column 29: a term is missing before }"),
  ])
  func messages(text: String, message: String) { #expect(error(text)?.description == message) }

  @Test("A query nested without end is refused before the stack is", arguments: ["(", "{", "!", "[ <urn:p> ", "(<urn:p>/", "-("])
  func nesting(opening: String) {
    let inside = String(repeating: opening, count: 200_000)
    let text: String =
      switch opening {
      case "{": "SELECT * \(inside)"
      case "[ <urn:p> ": "SELECT * { ?s <urn:p> \(inside)"
      case "(<urn:p>/": "SELECT * { ?s \(inside)"
      default: "SELECT * { ?s ?p ?o FILTER(\(inside)"
      }
    let found = error(text)
    #expect(found?.code == .syntax)
    #expect(found?.message.contains("nested deeper than 100") == true || found?.message.contains("are read") == true)
  }

  @Test("Rows of operators of any length are no depth") func rows() throws {
    let sum = Array(repeating: "1", count: 20_000).joined(separator: "+")
    let either = Array(repeating: "?o = 1", count: 20_000).joined(separator: " || ")
    let query = try Query("SELECT (\(sum) AS ?n) { ?s ?p ?o FILTER(\(either)) }")
    let data = MemoryDataset([Triple(.iri("urn:s"), .iri("urn:p"), .literal(Literal("1", datatype: Vocabulary.XSD.integer)))])
    guard case .solutions(_, let rows) = try query.answer(on: data) else { return }
    #expect(rows == [[.literal(Literal("20000", datatype: Vocabulary.XSD.integer))]])
  }

  @Test("A thousand patterns run, and more are refused") func steps() throws {
    let data = MemoryDataset([Triple(.iri("urn:s"), .iri("urn:p"), .iri("urn:s"))])
    let chain = (0..<999).map { "?x\($0) <urn:p> ?x\($0 + 1) ." }.joined(separator: " ")
    #expect(try Query("ASK { \(chain) }").ask(on: data))
    let nested = (0..<98).map { "OPTIONAL { ?x\($0) <urn:p> ?x\($0 + 1) " }.joined() + String(repeating: "}", count: 98)
    #expect(try Query("ASK { \(nested) }").ask(on: data))
    let filters = String(repeating: "FILTER(true) ", count: 1001)
    #expect(error("ASK { \(filters) }")?.message == "the query has more than 1000 patterns, filters and columns")
    #expect(error("ASK { \(chain) \(chain) }")?.message == "the query has more than 1000 patterns, filters and columns")
  }

  @Test("A megabyte is the most that is read") func length() {
    #expect(error("SELECT * { } #" + String(repeating: "x", count: 1 << 20))?.message == "the query has 1048590 bytes; at most 1048576 are read")
  }

  @Test("No text crashes the parser", arguments: 0..<400 as Range<UInt64>) func fuzz(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let words = [
      "SELECT", "*", "?x", "?y", "{", "}", "(", ")", "[", "]", "<urn:a>", "rdfs:label", "a", "OPTIONAL", "UNION", "FILTER", "BIND", "AS", "GROUP BY", "VALUES",
      "1", "-1.5", "\"t\"", "@en", "^^", "^", "/", "|", "+", "?", "!", "=", "<", "&&", "EXISTS", "NOT", "IN", "COUNT", ",", ";", ".", "_:b", "ORDER BY", "LIMIT",
      "GRAPH", "MINUS", "SELECT", "WHERE", "\u{0}", "ü", "\\u0041", "#", "\n", "UNDEF",
      "<<", ">>", "<<(", ")>>", "{|", "|}", "~", "\"\\uD800\"", "<\\u0041>", "@en--ltr", "TRIPLE", "kg:matches",
    ]
    let text = "SELECT * { " + (0..<40).map { _ in words.randomElement(using: &generator)! }.joined(separator: " ")
    // Either it is read, or it is refused at a place within the text.
    if let position = error(text)?.position { #expect(position.byteOffset <= text.utf8.count) }
  }
}
