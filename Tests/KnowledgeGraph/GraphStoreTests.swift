import Foundation
import KnowledgeGraph
import RDF
import Testing

@Suite("A store opens only what is its own") struct GraphStoreTests {
  let folder = try! TemporaryFolder()

  @Test("What was written is there after closing and opening again") func reopening() async throws {
    let path = folder.file("graph.sqlite3")
    do {
      let store = try await GraphStore(path: path)
      try await Samples.load(into: store)
      await store.close()
      await #expect(throws: StoreError.self) { try await store.write { _ in } }
    }
    let store = try await GraphStore(path: path, create: false)
    #expect(try await store.read { try $0.counts().triples } == Samples.graph().count)
    #expect(try await store.verify() == [])
  }

  @Test("A second opener is refused and told who has the store") func secondOpener() async throws {
    let path = folder.file("graph.sqlite3")
    let store = try await GraphStore(path: path)
    let error = await #expect(throws: StoreError.self) { try await GraphStore(path: path) }
    #expect(error?.code == .alreadyOpen)
    #expect(error?.message.contains("process \(ProcessInfo.processInfo.processIdentifier)") == true)
    #expect(try await store.verify() == [])
  }

  @Test("A missing store is not made unless asked for") func missing() async throws {
    let path = folder.file("none.sqlite3")
    let error = await #expect(throws: StoreError.self) { try await GraphStore(path: path, create: false) }
    #expect(error?.code == .notFound)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test("A file of another program is refused and not touched") func foreign() async throws {
    let path = folder.file("other.sqlite3")
    try RawDatabase(path).execute("CREATE TABLE recipes(name); INSERT INTO recipes VALUES('soup')")
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    let error = await #expect(throws: StoreError.self) { try await GraphStore(path: path) }
    #expect(error?.code == .notAStore)
    #expect(try RawDatabase(path).rows("SELECT * FROM recipes") == ["soup"])
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }

  @Test("A file that is no database is refused and not touched") func noDatabase() async throws {
    let path = folder.file("text.sqlite3")
    let bytes = Data(repeating: 0x41, count: 50_000)
    try bytes.write(to: URL(fileURLWithPath: path))
    let error = await #expect(throws: StoreError.self) { try await GraphStore(path: path) }
    #expect(error?.code == .notAStore)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
  }

  @Test("A store of a newer version is refused, with the versions") func newer() async throws {
    let path = folder.file("graph.sqlite3")
    do { await (try await GraphStore(path: path)).close() }
    try RawDatabase(path).execute("PRAGMA user_version = 99")
    let error = await #expect(throws: StoreError.self) { try await GraphStore(path: path) }
    #expect(error?.code == .tooNew)
    #expect(error?.message.contains("version 99") == true)
    #expect(try RawDatabase(path).rows("PRAGMA user_version") == ["99"])
  }

  @Test("A store of the first version comes forward with its triples") func migration() async throws {
    let path = folder.file("graph.sqlite3")
    try RawDatabase(path).execute(FirstVersion.sql)
    let store = try await GraphStore(path: path)
    #expect(try await store.verify() == [])
    let iri = try await store.read { reader in
      try reader.entities(named: "aspirin").first.flatMap { try reader.entity($0)?.iri }
    }
    #expect(iri == "urn:kgassist:medical:aspirin")
    try await store.write { _ = try $0.addDocument(Samples.document("Aspirin thins the blood.", name: "a.txt")) }
    #expect(try await store.read { try $0.fullTextSearch("aspirin", k: 5).count } == 1)
  }

  @Test("A store of the version before conclusions comes forward whole, and takes conclusions") func migrationToConclusions() async throws {
    let path = folder.file("graph.sqlite3")
    try RawDatabase(path).execute(FifthVersion.sql)
    let triple: TripleID
    do {
      let store = try await GraphStore(path: path)
      #expect(try RawDatabase(path).rows("PRAGMA user_version") == ["8"])
      #expect(try await store.verify() == [])
      try await store.read { (reader) throws in
        #expect(try reader.counts().triples == 10)
        let price = try #require(try reader.triples(matching: nil, .iri("urn:kgassist:medical:price"), nil).first)
        #expect(price.confidence == 0.8)
        let aspirin = try #require(try reader.entities(named: "aspirin").first)
        #expect(try reader.passagesMentioning(aspirin).count == 1)
        #expect(try reader.fullTextSearch("thins", k: 5).count == 1)
        #expect(try reader.inferredCount() == 0)
        #expect(try reader.inferenceMark().rawValue == 0)
      }
      let conclusion = try await store.write { writer -> TripleID? in
        func id(_ name: String) throws -> EntityID { try #require(try writer.reader.id(of: .iri("urn:kgassist:medical:" + name))) }
        let rule = try writer.addRule(named: "transitive", wording: "1")
        let premises = try writer.reader.triples(predicate: id("partOf")).map(\.id)
        return try writer.conclude(id("aspirin"), id("partOf"), id("analgesics"), by: rule, from: premises, confidence: 1)
      }
      let known = try #require(conclusion)
      triple = known
      #expect(try await store.read { try $0.derivation(of: known)?.premises.count } == 2)
      #expect(try await store.verify() == [])
      await store.close()
    }
    let again = try await GraphStore(path: path)
    #expect(try await again.read { try $0.derivation(of: triple)?.rule } == "transitive")
    await again.close()
  }

  @Test("A step that fails leaves the older version whole") func failedMigration() async throws {
    let path = folder.file("graph.sqlite3")
    try RawDatabase(path).execute(FirstVersion.sql + "CREATE TABLE passage(in_the_way);")
    await #expect(throws: StoreError.self) { try await GraphStore(path: path) }
    let database = try RawDatabase(path)
    #expect(try database.rows("PRAGMA user_version") == ["1"])
    #expect(try database.rows("SELECT name FROM sqlite_schema WHERE name = 'document'") == [])
    #expect(try database.rows("SELECT count(*) FROM triple") == ["1"])
  }

  @Test("A backup is a whole store, and never overwrites a file") func backup() async throws {
    let store = try await GraphStore(path: folder.file("graph.sqlite3"))
    try await Samples.load(into: store)
    try await store.backup(to: folder.file("copy.sqlite3"))
    let error = await #expect(throws: StoreError.self) { try await store.backup(to: folder.file("copy.sqlite3")) }
    #expect(error?.code == .invalid)
    let copy = try await GraphStore(path: folder.file("copy.sqlite3"), create: false)
    #expect(try await copy.verify() == [])
    #expect(try await copy.read { try $0.counts().triples } == Samples.graph().count)
  }

  @Test("Readers cannot write, whatever they are made to say") func readOnly() async throws {
    let store = try await GraphStore(path: folder.file("graph.sqlite3"))
    try await Samples.load(into: store)
    for text in ["\" OR 1=1 --", "'; DROP TABLE triple; --", "NEAR(", "a\" AND \"b", "\0", "*", "col:word", "^"] {
      _ = try await store.read { try $0.fullTextSearch([text], k: 5) }
      _ = try await store.read { try $0.entities(named: text) }
    }
    #expect(try await store.verify() == [])
  }
}
