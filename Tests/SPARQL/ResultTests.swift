import Foundation
import RDF
import SPARQL
import Testing

@Suite("Answers are written in their formats") struct ResultTests {
  private static let rows: [[Term?]] = [
    [.iri("http://example.org/a"), .literal(Literal("say \"hi\",\n\tü\u{1}"))], [.blank("b0"), nil],
    [.literal(Literal("5", datatype: Vocabulary.XSD.integer)), .literal(Literal("fünf", language: "de"))],
  ]

  private func text(_ format: ResultFormat) -> String {
    var writer = ResultWriter(format, columns: ["x", "y"])
    for row in Self.rows { writer.write(row) }
    writer.finish()
    return String(decoding: writer.takeBytes(), as: UTF8.self)
  }

  @Test("JSON is the standard's, whatever is in the values") func json() throws {
    let whole = try #require(try JSONSerialization.jsonObject(with: Data(text(.json).utf8)) as? [String: Any])
    let bindings = try #require((whole["results"] as? [String: Any])?["bindings"] as? [[String: [String: String]]])
    #expect((whole["head"] as? [String: [String]])?["vars"] == ["x", "y"])
    #expect(bindings[0]["y"] == ["type": "literal", "value": "say \"hi\",\n\tü\u{1}"])
    #expect(bindings[1] == ["x": ["type": "bnode", "value": "b0"]])
    #expect(bindings[2]["x"] == ["type": "literal", "value": "5", "datatype": Vocabulary.XSD.integer])
    #expect(bindings[2]["y"] == ["type": "literal", "value": "fünf", "xml:lang": "de"])
  }

  @Test("CSV quotes what must be quoted") func csv() {
    #expect(text(.csv) == "x,y\r\nhttp://example.org/a,\"say \"\"hi\"\",\n\tü\u{1}\"\r\n_:b0,\r\n5,fünf\r\n")
  }

  @Test("TSV writes terms as Turtle does") func tsv() {
    let lines = text(.tsv).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0] == "?x\t?y")
    #expect(lines[1].hasPrefix("<http://example.org/a>\t\"say \\\"hi\\\",\\n"))
    #expect(lines[2] == "_:b0\t")
    #expect(lines[3] == "5\t\"fünf\"@de")
  }

  @Test("A table has one line a row") func table() {
    #expect(text(.table) == """
      ?x                      ?y
      ─────────────────────────────────────
      <http://example.org/a>  say "hi",  ü\u{20}
      _:b0                    
      5                       fünf@de
      3 rows

      """)
  }
}
