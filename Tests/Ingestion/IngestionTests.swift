import Foundation
import Ingestion
import KnowledgeGraph
import RDF
import Testing

@Suite("Documents come into the store whole, once, and can be replaced")
struct IngestionTests {
  @Test func theSameBytesAreTakenInOnce() async throws {
    let bench = try await Workbench()
    let first = try await bench.ingest("a.md", "# T\n\nSome text.")
    #expect(!first.unchanged && first.passages == 1 && first.documentID.hasPrefix("sha256:"))
    let second = try await bench.ingest("a.md", "# T\n\nSome text.")
    #expect(second.unchanged && second.documentID == first.documentID && second.passages == 1)
    #expect(try await bench.store.read { try $0.counts().passages } == 1)
  }

  @Test func replacingRemovesWhatTheNameHeldBefore() async throws {
    let bench = try await Workbench()
    try await bench.ingest("a.md", "Old text.")
    let beside = try await bench.ingest("a.md", "New text.")
    #expect(beside.notices.contains { $0.contains("--replace") })
    #expect(try await bench.texts("a.md").sorted() == ["New text.", "Old text."])
    try await bench.ingest("a.md", "Newest text.", replace: true)
    #expect(try await bench.texts("a.md") == ["Newest text."])
    try await bench.ingest("a.md", "Newest text.", replace: true)
    #expect(try await bench.texts("a.md") == ["Newest text."])
    #expect(try await bench.store.verify().isEmpty)
  }

  @Test func namesOfTheGraphAreFoundAndAmbiguousOnesDecidedByWhatStandsAround() async throws {
    let bench = try await Workbench()
    try await bench.ingest(
      "g.ttl",
      """
      @prefix r: <http://www.w3.org/2000/01/rdf-schema#> . @prefix s: <http://www.w3.org/2004/02/skos/core#> .
      <urn:kgassist:finance:yield> r:label "yield" ; <urn:kgassist:vocabulary:partOf> <urn:kgassist:finance:bond> .
      <urn:kgassist:code:yield> r:label "yield" ; <urn:kgassist:vocabulary:partOf> <urn:kgassist:code:generator> .
      <urn:kgassist:finance:bond> r:label "bond" . <urn:kgassist:code:generator> r:label "generator" .
      <urn:kgassist:medical:mi> r:label "myocardial infarction" ; s:altLabel "MI" .
      """)
    try await bench.ingest("v.nt", "<urn:v:of> <http://www.w3.org/2000/01/rdf-schema#label> \"fell\" .\n<urn:v:of> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/1999/02/22-rdf-syntax-ns#Property> .\n")
    try await bench.ingest("a.txt", "The yield of a bond fell. mi is no acronym, but MI is.")
    try await bench.ingest("b.txt", "A generator hands out values with yield.")
    let found = try await bench.store.read { reader in
      try ["a.txt", "b.txt"].map { name in
        try reader.documents(named: name).flatMap { try reader.passages(of: $0.id) }.flatMap { passage in
          try reader.mentions(of: passage.id).map { mention in
            "\(String(decoding: Array(passage.text.utf8)[mention.start..<mention.end], as: UTF8.self)) \(try reader.entity(mention.entity)?.iri ?? "")"
          }
        }
      }
    }
    #expect(found[0] == ["yield urn:kgassist:finance:yield", "bond urn:kgassist:finance:bond", "MI urn:kgassist:medical:mi"])
    #expect(found[1] == ["generator urn:kgassist:code:generator", "yield urn:kgassist:code:yield"])
  }

  @Test func aTablesRowsBecomeFactsAboutEntitiesTheGraphKnows() async throws {
    let bench = try await Workbench()
    try await bench.ingest(
      "g.ttl",
      """
      @prefix r: <http://www.w3.org/2000/01/rdf-schema#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
      <urn:d:metformin> r:label "metformin" . <urn:d:t2d> r:label "type 2 diabetes" . <urn:p:treats> r:label "treats" ; a rdf:Property .
      """)
    let text = "# Drugs\n\n| Drug | Treats | Dose (mg) | Response |\n|---|---|---|---|\n| Metformin | Type 2 diabetes | 500 | 8.6% |\n| Novel compound | – | 20 | |\n"
    let report = try await bench.ingest("d.md", text)
    let triples = try await bench.triples()
    #expect(triples.contains("<urn:d:metformin> <urn:p:treats> <urn:d:t2d> ."), "\(triples)")
    #expect(triples.contains { $0.hasPrefix("<urn:d:metformin> <urn:kgassist:document:") && $0.hasSuffix(":property:dose> \"500 mg\" .") })
    #expect(triples.contains { $0.hasSuffix(":property:response> \"8.6%\" .") })
    #expect(triples.contains { $0.contains(":novel-compound> ") && $0.hasSuffix("#label> \"Novel compound\" .") })
    #expect(!triples.contains { $0.contains("\"–\"") })
    let sources = try await bench.store.read { reader -> [TripleSource] in
      let triple = try reader.triples(matching: .iri("urn:d:metformin"), .iri("urn:p:treats"), nil).first!
      return try reader.sources(of: triple.id)
    }
    guard case .document(let id, "d.md", let start, let end) = sources.first else {
      Issue.record("\(sources)")
      return
    }
    #expect(id == report.documentID)
    #expect(String(decoding: Array(text.utf8)[start..<end], as: UTF8.self) == "| Metformin | Type 2 diabetes | 500 | 8.6% |")
    try await bench.store.write { _ = try $0.removeDocument(id) }
    #expect(try await bench.triples().count == 4)
  }

  @Test func aCancelledTaskLeavesNothingBehind() async throws {
    let bench = try await Workbench()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await bench.ingestor.ingest(IncomingDocument(name: "a.txt", bytes: Array("Some text.".utf8)), domain: nil, replace: false)
    }
    await #expect(throws: (any Error).self) { try await task.value }
    #expect(try await bench.store.read { try $0.documents().isEmpty })
  }

  @Test func anEmptyDocumentIsStoredAndSaysSo() async throws {
    let bench = try await Workbench()
    for name in ["a.txt", "a.md", "a.csv", "a.html", "a.swift"] {
      #expect(try await bench.ingest(name, " \n").notices.contains { $0.contains("no text") || $0.contains("same bytes") })
    }
  }
}
