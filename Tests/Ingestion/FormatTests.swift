import Foundation
import Ingestion
import KnowledgeGraph
import Testing

@Suite("Every format is read with its structure and exact ranges")
struct FormatTests {
  @Test func markdownKeepsHeadingsFencesTablesAndLeavesOutCommentsAndFrontMatter() async throws {
    let bench = try await Workbench()
    let text = """
      ---
      title: "Metformin"
      ---
      # Metformin #

      <!-- a note for editors -->
      First **choice** in [type 2 diabetes](https://x.org/a_b).

      Kidneys
      -------
      | eGFR | Dose |
      |:-----|-----:|
      | 30–45 | 1000 mg |

      ```swift
      # not a heading
      let x = 1
      ```

      ## Empty
      """
    try await bench.ingest("m.md", text)
    let passages = try await bench.passages("m.md")
    #expect(passages.map(\.heading) == [["Metformin"], ["Metformin", "Kidneys"], ["Metformin"]])
    #expect(passages[0].text == "First **choice** in [type 2 diabetes](https://x.org/a_b).")
    #expect(passages[1].text.hasPrefix("| eGFR") && passages[1].text.hasSuffix("let x = 1\n```"))
    #expect(passages[2].text == "## Empty")
  }

  @Test func htmlIsReadAsABrowserShowsIt() async throws {
    let bench = try await Workbench()
    let html = """
      <!DOCTYPE html><html><head><title>A &amp; B</title><style>p{}</style><script>if (a<b) "</p>"</script></head>
      <body><nav>Home | About</nav><h1>Blood&nbsp;pressure</h1><p>Above   140&#47;90&nbsp;mmHg<br>is <b>high</b> &mdash; caf&eacute;.</p>
      <table><tr><th>Drug</th><th>Dose (mg)</th></tr><tr><td>Lisinopril</td><td>10</td></tr><tr><td>Amlodipine<td></table>
      <pre>a
        b</pre><ul><li>one<li>two</ul></body>
      """
    let report = try await bench.ingest("p.html", html)
    let passage = try await bench.passages("p.html")[0]
    #expect(passage.heading == ["Blood pressure"])
    #expect(passage.text == "Above 140/90 mmHg\nis high — café.\n\nDrug | Dose (mg)\nLisinopril | 10\nAmlodipine\n\na\n  b\n\none\n\ntwo")
    #expect(report.triples > 0)
    let triples = try await bench.triples()
    #expect(triples.contains { $0.contains("\"10 mg\"") })
  }

  @Test func csvFieldsMayHoldSeparatorsQuotesAndLineEnds() async throws {
    let bench = try await Workbench()
    try await bench.ingest("d.csv", "Name;Dose (mg);Note\r\nIbuprofen;400;\"with; food\r\nalways\"\r\n\"Para\"\"x\"\"\";1,000;\r\n")
    let triples = try await bench.triples()
    #expect(triples.contains { $0.contains("ibuprofen>") && $0.contains(":property:dose>") && $0.contains("\"400 mg\"") })
    #expect(triples.contains { $0.contains("\"with; food\\r\\nalways\"") })
    #expect(triples.contains { $0.contains("\"Para\\\"x\\\"\"") })
    #expect(triples.contains { $0.contains("\"1,000 mg\"") })
  }

  @Test func longTablesAreCutBetweenRowsAndEveryPartKnowsItsColumns() async throws {
    let bench = try await Workbench()
    let rows = (1...200).map { "Company \($0) Limited\t\($0 * 1000)\t2024-01-31" }.joined(separator: "\n")
    try await bench.ingest("t.tsv", "Company\tRevenue\tReported\n" + rows)
    let passages = try await bench.passages("t.tsv")
    #expect(passages.count > 5)
    #expect(passages[0].text.hasPrefix("Company\tRevenue"))
    for passage in passages.dropFirst() { #expect(passage.heading.last == "Columns: Company | Revenue | Reported" && passage.text.hasPrefix("Company ")) }
    #expect(try await bench.triples().contains { $0.contains("\"2024-01-31\"^^<http://www.w3.org/2001/XMLSchema#date>") })
  }

  @Test func jsonIsReadAsNamedValuesThroughItsEscapes() async throws {
    let bench = try await Workbench()
    try await bench.ingest("c.json", #"{"server": {"name": "caf\u00e9 \ud83d\ude00", "ports": [80, 443], "on": true, "none": null}, "note": "a\n\"b\""}"#)
    let passages = try await bench.passages("c.json")
    #expect(passages.map(\.text) == ["name: café 😀\nports: 80, 443\non: true", "note: a\n\"b\""])
    #expect(passages[0].heading == ["server"])
  }

  @Test func proseInJSONIsAParagraphUnderItsName() async throws {
    let bench = try await Workbench()
    let prose = "The pump holds the basin at the level that the tide table gives for the day."
    try await bench.ingest("p.json", #"{"part": "pump", "use": "\#(prose)", "mass": 12}"#)
    let passages = try await bench.passages("p.json")
    #expect(passages.contains { $0.text.contains("part: pump\n\n\(prose)") || $0.text == prose && $0.heading == ["use"] }, "\(passages.map(\.text))")
    #expect(passages.allSatisfy { !$0.text.contains("use: The pump") })
  }

  @Test func recordsOfJSONLinesAreDocumentsOfTheirOwn() async throws {
    let bench = try await Workbench()
    let lines = #"{"_id": "a1", "title": "Bond \"yield\"", "text": "A bond pays.\nIt matures."}"# + "\n\n" + #"{"text": "No name."}"# + "\n"
    let documents = try Ingestor.expand(IncomingDocument(name: "set.jsonl", bytes: Array(lines.utf8)))
    #expect(documents.map(\.name) == ["a1", "set.jsonl#3"])
    for document in documents { try await bench.ingest(document.name, document.bytes, mediaType: document.mediaType) }
    let passage = try await bench.passages("a1")[0]
    #expect(passage.heading == ["Bond \"yield\""] && passage.text == "A bond pays.\nIt matures.")
    let log = IncomingDocument(name: "log.jsonl", bytes: Array(#"{"level": "info"}"#.utf8))
    #expect(try Ingestor.expand(log).map(\.name) == ["log.jsonl"])
  }

  @Test func plainTextFallsIntoParagraphsAndBarredRows() async throws {
    let bench = try await Workbench()
    try await bench.ingest("a.txt", "One paragraph\nof two lines.\r\n\r\n | 2019 | 2018\nSales | $ 5.1 | 4.9\nOther | 3 | 2\n")
    let text = try await bench.texts("a.txt").joined(separator: "\n~\n")
    #expect(text.hasPrefix("One paragraph\nof two lines.") && text.hasSuffix("Other | 3 | 2"))
  }

  @Test func graphsAreImportedAndASyntaxErrorNamesItsLine() async throws {
    let bench = try await Workbench()
    let report = try await bench.ingest("g.ttl", "@prefix e: <urn:e:> .\ne:a e:b \"c\" , \"d\" .\n")
    #expect(report.triples == 2 && report.passages == 0)
    #expect(try await bench.ingest("g.ttl", "@prefix e: <urn:e:> .\ne:a e:b \"c\" , \"d\" .\n").unchanged)
    let error = await #expect(throws: IngestionError.self) { try await bench.ingest("bad.nt", "<urn:a> <urn:b> <urn:c> .\n<urn:a> oops .\n") }
    #expect(error?.kind == .syntax(line: 2) && error?.exitCode == 65 && error?.description.hasPrefix("bad.nt, line 2: ") == true)
    #expect(try await bench.triples().count == 2)
  }

  @Test func brokenJSONNamesItsLine() async throws {
    let bench = try await Workbench()
    for (name, text, line) in [("a.json", "{\"a\":\n [1, 2,]}", 2), ("b.jsonl", "{\"text\": \"x\"}\n{\"text\": \"y\"\n", 3), ("c.json", "", 1), ("d.json", "[01]", 1)] {
      let error = await #expect(throws: IngestionError.self) { try await bench.ingest(name, text) }
      #expect(error?.kind == .syntax(line: line), "\(name): \(String(describing: error))")
    }
  }
}
