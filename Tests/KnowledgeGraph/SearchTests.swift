import Foundation
import KnowledgeGraph
import RDF
import Testing

@Suite("Passages are found by words and by vectors") struct SearchTests {
  let folder = try! TemporaryFolder()

  private func store(_ name: String = "graph.sqlite3") async throws -> GraphStore { try await GraphStore(path: folder.file(name)) }

  @Test("Words find passages, inflected and without accents, the better match first") func words() async throws {
    let store = try await store()
    try await store.write {
      try $0.addDocument(Samples.document("Dosing is reduced.\n\nThe dose of metformin: doses fall with age.\n\nCafés close.", name: "a"))
      try $0.addDocument(Samples.document("A dose of debt.", name: "b", domain: .finance))
      try $0.addDocument(Samples.document("An overdraft costs interest.", name: "c", domain: nil))
    }
    try await store.read { (reader) throws in
      let hits = try reader.passages(reader.fullTextSearch("dose metformin", k: 10).map(\.passage))
      #expect(hits.first?.text == "The dose of metformin: doses fall with age.")
      #expect(Set(hits.map(\.text)) == ["The dose of metformin: doses fall with age.", "A dose of debt.", "Dosing is reduced."])
      #expect(try reader.fullTextSearch("dose", k: 10, domain: .finance).count == 1)
      #expect(try reader.fullTextSearch("dose", k: 1).count == 1)
      // What was taken in without a domain may be of any.
      #expect(try reader.fullTextSearch("overdraft", k: 10, domain: .finance).count == 1)
      #expect(try reader.fullTextSearch("overdraft", k: 10, domain: .code).count == 1)
      #expect(try reader.fullTextSearch("cafe", k: 10).count == 1)
      #expect(try reader.fullTextSearch(["of metformin"], k: 10).count == 1)
      #expect(try reader.fullTextSearch("", k: 10) == [])
      #expect(try reader.fullTextSearch([], k: 10) == [])
    }
  }

  @Test("A passage comes with its document, headings and ranges") func passage() async throws {
    let store = try await store()
    let document = Samples.document("First.\n\nSecond ü.\n\nThird.", name: "a.txt")
    try await store.write { try $0.addDocument(document) }
    try await store.read { (reader) throws in
      let passages = try reader.passages(of: document.id)
      #expect(passages.map(\.text) == ["First.", "Second ü.", "Third."])
      let second = passages[1]
      #expect(second.heading == ["a.txt", "Part"])
      #expect((second.start, second.end, second.ordinal) == (8, 18, 1))
      #expect(second.documentName == "a.txt" && second.domain == .medical && second.document == document.id)
      #expect(try reader.text(of: document.id, start: second.start, end: second.end) == second.text)
      #expect(try reader.text(of: document.id, start: 16, end: 18) == nil, "the range cuts through a character")
      #expect(try reader.text(of: document.id, start: 0, end: 1000) == nil)
      #expect(try reader.text(of: document.id, start: -1, end: 3) == nil)
      #expect(try reader.text(of: "sha256:none", start: 0, end: 0) == nil)
      #expect(try reader.passages(around: second.id, before: 1, after: 1).map(\.text) == ["First.", "Second ü.", "Third."])
      #expect(try reader.document(document.id)?.passages == 3)
      #expect(try reader.original(of: document.id) == document.original)
    }
  }

  @Test("The nearest vectors are found exactly, also from the mapped copy and with a domain") func vectors() async throws {
    var generator = SystemRandomNumberGenerator()
    let path = folder.file("graph.sqlite3")
    var stored: [(id: PassageID, vector: [Float], domain: Domain)] = []
    do {
      let store = try await GraphStore(path: path)
      for (number, domain) in Domain.allCases.enumerated() {
        var document = Samples.document((0..<400).map { "Passage \($0)." }.joined(separator: "\n\n"), name: "\(domain)", domain: domain)
        document.original.append(UInt8(number))
        document.id = SHA256.documentID(of: document.original)
        for index in document.passages.indices { document.passages[index].vector = randomVector(&generator) }
        let added = document
        try await store.write { try $0.addDocument(added) }
        let ids = try await store.read { try $0.passages(of: added.id).map(\.id) }
        for (id, passage) in zip(ids, added.passages) { stored.append((id, passage.vector!, domain)) }
      }
      try await check(store, stored, &generator)
      await store.close()
    }
    #expect(FileManager.default.fileExists(atPath: path + ".vectors"))
    try await check(try await GraphStore(path: path), stored, &generator)
  }

  private func check(_ store: GraphStore, _ stored: [(id: PassageID, vector: [Float], domain: Domain)], _ generator: inout some RandomNumberGenerator)
    async throws
  {
    for domain in [nil, Domain.code] {
      let query = randomVector(&generator)
      let expected = stored.filter { domain == nil || $0.domain == domain }.map { (id: $0.id, score: dot($0.vector, query)) }
        .sorted { $0.score > $1.score }.prefix(10)
      let found = try await store.read { try $0.vectorSearch(query, k: 10, domain: domain) }
      #expect(found.map(\.passage) == expected.map(\.id))
      #expect(zip(found, expected).allSatisfy { abs($0.score - $1.score) < 1e-5 })
    }
    #expect(try await store.verify() == [])
  }

  @Test("A copy of the vectors from another state is not believed", arguments: ["older", "damaged", "absent"])
  func staleCopy(kind: String) async throws {
    let path = folder.file("graph.sqlite3")
    do {
      let store = try await GraphStore(path: path)
      try await store.write { try $0.addDocument(Samples.document("aaaa", name: "a")) }
      await store.close()
    }
    let copy = URL(fileURLWithPath: path + ".vectors")
    let old = try Data(contentsOf: copy)
    do {
      let store = try await GraphStore(path: path)
      try await store.write { try $0.addDocument(Samples.document("bbbb\n\ncccc", name: "b")) }
      await store.close()
    }
    switch kind {
    case "older": try old.write(to: copy)
    case "damaged": try Data(contentsOf: copy).prefix(100).write(to: copy)
    default: try FileManager.default.removeItem(at: copy)
    }
    let store = try await GraphStore(path: path)
    let found = try await store.read { reader in try reader.passages(reader.vectorSearch(Samples.vector(of: "cccc"), k: 1).map(\.passage)).map(\.text) }
    #expect(found == ["cccc"])
    #expect(try await store.verify() == [])
  }

  @Test("A passage's vector can be given later and again") func laterVectors() async throws {
    let store = try await store()
    var document = Samples.document("one\n\ntwo", name: "a")
    for index in document.passages.indices { document.passages[index].vector = nil }
    let added = document
    try await store.write { try $0.addDocument(added) }
    let ids = try await store.read { try $0.passages(of: added.id).map(\.id) }
    #expect(try await store.read { try $0.vectorSearch(Samples.vector(of: "one"), k: 5) } == [])
    try await store.write { try $0.setVectors([(ids[0], Samples.vector(of: "one")), (ids[1], Samples.vector(of: "two"))], encoder: "letters") }
    try await store.write { try $0.setVectors([(ids[0], Samples.vector(of: "zzz"))], encoder: "letters") }
    #expect(try await store.read { try $0.vectorSearch(Samples.vector(of: "zzz"), k: 5).map(\.passage) } == [ids[0], ids[1]])
    #expect(try await store.verify() == [])
  }

  private func randomVector(_ generator: inout some RandomNumberGenerator) -> [Float] {
    let values = (0..<64).map { _ in Float.random(in: -1...1, using: &generator) }
    let length = dot(values, values).squareRoot()
    return values.map { $0 / Float(length) }
  }

  private func dot(_ a: [Float], _ b: [Float]) -> Double { zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
}
