import Foundation
import KnowledgeGraph
import RDF
import Testing

@Suite("Whatever goes wrong leaves the store whole") struct FaultTests {
  let folder = try! TemporaryFolder()

  @Test("A full disk is said, and what was stored before stays") func fullDisk() async throws {
    let path = folder.file("graph.sqlite3")
    let store = try await GraphStore(path: path, pageLimit: 100)
    try await Samples.load(into: store)
    var stored = 0
    var full: StoreError?
    while full == nil, stored < 100 {
      let text = (0..<50).map { "Document \(stored), passage \($0), words to fill a page with." }.joined(separator: "\n\n")
      do {
        let document = Samples.document(text, name: "\(stored)")
        try await store.write { try $0.addDocument(document) }
        stored += 1
      } catch let error as StoreError { full = error }
    }
    #expect(full?.code == .diskFull)
    #expect(full?.message.contains("no space is left") == true)
    #expect(stored > 0)
    #expect(try await store.verify() == [])
    #expect(try await store.read { try $0.documents().count } == stored)
    let found = try await store.read { try $0.vectorSearch(Samples.vector(of: "Document"), k: 10_000).count }
    #expect(found == stored * 50)
    // Removing makes room again.
    let first = try await store.read { try $0.documents()[0].id }
    try await store.write { try $0.removeDocument(first) }
    try await store.write { try $0.addDocument(Samples.document("Small.", name: "small")) }
    #expect(try await store.verify() == [])
  }

  @Test("A full disk in the middle of a large load leaves its trees as they were") func fullDiskInLoad() async throws {
    let path = folder.file("graph.sqlite3")
    let store = try await GraphStore(path: path, pageLimit: 300)
    let before = try RawDatabase(path).rows("SELECT sql FROM sqlite_schema ORDER BY name")
    let triples = (0..<60_000).map {
      (Triple(.iri("urn:s\($0)"), .iri("urn:p"), .literal(Literal("\($0)"))), SourcePosition(line: $0, column: 1, byteOffset: 0))
    }
    let error = await #expect(throws: StoreError.self) {
      try await store.write { try $0.importTriples(triples, from: "big.nt", sha256: "1", domain: nil) }
    }
    #expect(error?.code == .diskFull)
    #expect(try RawDatabase(path).rows("SELECT sql FROM sqlite_schema ORDER BY name") == before)
    #expect(try await store.verify() == [])
    try await Samples.load(into: store)
    #expect(try await store.read { try $0.entities(named: "metformin").count } == 1)
  }

  @Test("What a closure throws rolls everything back, in memory too") func rollback() async throws {
    struct Failure: Error {}
    let path = folder.file("graph.sqlite3")
    let store = try await GraphStore(path: path)
    try await Samples.load(into: store)
    let before = try RawDatabase(path).dump()
    await #expect(throws: Failure.self) {
      try await store.write { writer in
        try writer.addDocument(
          Samples.document("Text.", name: "a", triples: [NewTriple(Triple(.iri("urn:new"), .iri("urn:p"), .literal(Literal("x"))), start: 0, end: 1)]))
        throw Failure()
      }
    }
    #expect(try RawDatabase(path).dump() == before)
    #expect(try await store.read { try $0.vectorSearch(Samples.vector(of: "Text."), k: 5) } == [])
    // The numbers that were taken back are given again, to other terms.
    try await Samples.load("<urn:other> <urn:q> \"y\" .", named: "other.ttl", into: store)
    #expect(try await store.read { try $0.id(of: .iri("urn:new")) } == nil)
    #expect(try await store.read { try $0.triples(matching: .iri("urn:other"), nil, nil).map(\.triple.object) } == [.literal(Literal("y"))])
    #expect(try await store.verify() == [])
  }

  @Test("A cancelled task ends its query at once and its write without a trace") func cancellation() async throws {
    let store = try await GraphStore(path: folder.file("graph.sqlite3"))
    let triples = (0..<3000).map {
      (Triple(.iri("urn:s\($0)"), .iri("urn:p"), .iri("urn:s\($0 + 1)")), SourcePosition(line: $0, column: 1, byteOffset: 0))
    }
    try await store.write { try $0.importTriples(triples, from: "chain", sha256: "1", domain: nil) }
    let read = Task {
      try await store.read { reader in
        while true { _ = try reader.triples(limit: 5000) }
      }
    }
    let write = Task {
      try await store.write { writer in
        for number in 0... { _ = try writer.addDocument(Samples.document("Text \(number).", name: "\(number)")) }
      }
    }
    try await Task.sleep(for: .milliseconds(200))
    read.cancel()
    write.cancel()
    // Neither would ever end by itself.
    for task in [read, write] {
      let error = await #expect(throws: StoreError.self) { try await task.value }
      #expect(error?.code == .cancelled)
    }
    #expect(try await store.read { try $0.documents() } == [])
    #expect(try await store.verify() == [])
  }

  @Test("A deadline ends a query") func deadline() async throws {
    let store = try await GraphStore(path: folder.file("graph.sqlite3"))
    try await Samples.load(into: store)
    let error = await #expect(throws: StoreError.self) {
      try await store.read(deadline: .now + .milliseconds(30)) { reader in
        while true { _ = try reader.triples() }
      }
    }
    #expect(error?.code == .deadline)
    #expect(try await store.read { try $0.counts().triples } > 0)
  }

  @Test("Readers go on while a document is written, and never see half of it") func isolation() async throws {
    let store = try await GraphStore(path: folder.file("graph.sqlite3"))
    let text = (0..<50).map { "Passage \($0)." }.joined(separator: "\n\n")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<6 {
        group.addTask {
          for _ in 0..<50 {
            let (documents, passages) = try await store.read { reader in (try reader.counts().documents, try reader.counts().passages) }
            #expect(passages == documents * 50)
          }
        }
      }
      group.addTask {
        for number in 0..<10 { try await store.write { try $0.addDocument(Samples.document("\(number) \(text)", name: "\(number)")) } }
      }
      try await group.waitForAll()
    }
    #expect(try await store.verify() == [])
  }

  @Test("A document that contradicts itself is refused before anything is stored", arguments: 0..<7) func badDocument(kind: Int) async throws {
    let store = try await GraphStore(path: folder.file("graph.sqlite3"))
    var document = Samples.document("One.\n\nTwo.", name: "a")
    switch kind {
    case 0: document.passages[1].text = "Tow."
    case 1: document.passages[1].end = 1000
    case 2: document.passages[1].readingStart = -1
    case 3: document.passages[1].mentions = [NewMention(entity: EntityID(rawValue: 2), start: 0, end: 100)]
    case 4: document.passages[1].mentions = [NewMention(entity: EntityID(rawValue: 123_456), start: 0, end: 1)]
    case 5: document.triples = [NewTriple(Triple(.literal(Literal("x")), .iri("urn:p"), .iri("urn:o")), start: 0, end: 1)]
    default: document.reading = "One.\n\nTwo."
    }
    let bad = document
    let error = await #expect(throws: StoreError.self) { try await store.write { try $0.addDocument(bad) } }
    #expect(error?.code == .invalid)
    #expect(try await store.read { try $0.counts().terms } == 0)
    #expect(try await store.verify() == [])
  }

  @Test("Verification names what is damaged", arguments: [
    ("DELETE FROM term WHERE lexical = 'metformin'", "object that does not exist"), ("UPDATE passage SET text = 'other'", "not what stands at its range"),
    ("UPDATE document SET original = CAST('short' AS BLOB)", "leave their document"), ("DELETE FROM label", "names can be found"),
    ("UPDATE mention SET \"end\" = 99999", "mentions leave their passage"), ("UPDATE vector SET value = x'00'", "vectors have the wrong size"),
    ("DELETE FROM vector", "vectors cannot be found"), ("DELETE FROM source", "source that does not exist"), ("DELETE FROM passage", "full-text index"),
    ("UPDATE triple SET confidence = 7", "confidence outside"),
  ])
  func damage(sql: String, sentence: String) async throws {
    let path = folder.file("graph.sqlite3")
    let store = try await GraphStore(path: path)
    try await Samples.load(into: store)
    let metformin = try await store.read { try $0.entities(named: "metformin")[0] }
    try await store.write {
      try $0.addDocument(Samples.document("Metformin is old.", name: "a", mentions: [0: [NewMention(entity: metformin, start: 0, end: 9)]]))
    }
    #expect(try await store.verify() == [])
    try RawDatabase(path).execute("PRAGMA foreign_keys = OFF; " + sql)
    let problems = try await store.verify()
    #expect(problems.contains { $0.contains(sentence) }, "\(problems)")
  }
}
