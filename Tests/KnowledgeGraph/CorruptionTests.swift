import Foundation
import KnowledgeGraph
import RDF
import Testing

@Suite("A damaged file is told, and harms nobody") struct CorruptionTests {
  let folder = try! TemporaryFolder()

  private func closedStore() async throws -> String {
    let path = folder.file("\(UUID()).sqlite3")
    let store = try await GraphStore(path: path)
    try await Samples.load(into: store)
    let lines = (0..<4000).map { "<urn:s\($0 % 97)> <urn:p\($0 % 11)> \"value \($0)\" .\n" }.joined()
    try await store.write { try $0.importGraph(Array(lines.utf8), format: .ntriples, from: "many.nt", domain: nil) }
    try await store.write { try $0.addDocument(Samples.document("One.\n\nTwo.\n\nThree.", name: "a")) }
    await store.close()
    return path
  }

  /// Everything that reads, until something is said to be wrong.
  private func complaint(_ path: String) async -> StoreError? {
    do {
      let store = try await GraphStore(path: path, create: false)
      let problems = try await store.verify()
      let result: StoreError?
      do {
        try await store.read { reader in
          for record in try reader.triples(limit: .max) { _ = try reader.sources(of: record.id) }
          _ = try reader.export(as: .trig) { _ in }
          _ = try reader.fullTextSearch("one two value", k: 10)
          _ = try reader.labelSearch(["metformin"], k: 10)
          _ = try reader.vectorSearch(Samples.vector(of: "One."), k: 3)
          _ = try reader.statistics()
          for document in try reader.documents() { _ = try reader.passages(of: document.id) }
        }
        try await store.write { _ = try $0.remove() }
        result = problems.isEmpty ? nil : StoreError(.corrupt, problems.joined(separator: "; "))
      } catch let error as StoreError { result = error }
      await store.close()
      return result
    } catch let error as StoreError {
      return error
    } catch {
      Issue.record("an error of another kind: \(error)")
      return nil
    }
  }

  @Test("A whole store is not complained about") func whole() async throws {
    let path = try await closedStore()
    #expect(await complaint(path) == nil)
  }

  @Test("A file that was cut off is said to be damaged", arguments: [0.95, 0.6, 0.3, 0.1]) func truncated(part: Double) async throws {
    let path = try await closedStore()
    let bytes = try Data(contentsOf: URL(filePath: path))
    try bytes.prefix(Int(Double(bytes.count) * part)).write(to: URL(filePath: path))
    let error = await complaint(path)
    #expect(error != nil && [.corrupt, .notAStore, .inputOutput, .constraint].contains(error?.code), "\(String(describing: error))")
  }

  @Test("Pages that were overwritten end in an error that says so, never in a crash", arguments: 0..<24) func overwritten(seed: Int) async throws {
    let path = try await closedStore()
    var bytes = try Data(contentsOf: URL(filePath: path))
    // The first page tells what the file is; all others hold rows.
    let pages = bytes.count / 8192 - 1
    for turn in 0..<max(1, pages / 8) {
      let start = 8192 * (1 + (seed * 131 + turn * 17) % pages) + (seed * 911 + turn * 64) % 4096
      for place in start..<start + 2048 { bytes[place] = UInt8(truncatingIfNeeded: (place &* 167 &+ seed &* 31) >> 3) }
    }
    try bytes.write(to: URL(filePath: path))
    let error = await complaint(path)
    #expect(error != nil)
    #expect(error.map { !$0.message.isEmpty } == true)
  }
}
