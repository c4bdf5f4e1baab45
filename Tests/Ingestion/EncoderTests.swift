import Foundation
import Ingestion
import Kernels
import KnowledgeGraph
import Perception
import TestFiles
import Testing

/// Needs the text encoder's weights; fails where they are absent.
@Suite("Passages are made for the encoder")
struct EncoderTests {
  static func encoder() throws -> TextEncoder {
    try TextEncoder(folder: TestFiles.models + "/all-MiniLM-L6-v2", compute: .shared)
  }

  @Test func passagesGetVectorsThatFindThem() async throws {
    let bench = try await Workbench()
    let encoder = try Self.encoder()
    let ingestor = Ingestor(store: bench.store, encoder: encoder)
    let texts = [
      "kidney.md": "# Metformin\n\n## Kidneys\n\nIt must not be given when the filtration rate is below 30.",
      "bond.md": "# Bonds\n\n## Yield\n\nThe coupon divided by the price of the bond is its current yield.",
    ]
    for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
      _ = try await ingestor.ingest(IncomingDocument(name: name, bytes: Array(text.utf8)), domain: .medical, replace: false)
    }
    let question = try encoder.encode(["Can metformin be taken with renal failure?"])[0]
    let found = try await bench.store.read { try $0.vectorSearch(question, k: 2).map(\.passage) }
    let names = try await bench.store.read { try $0.passages(found).map(\.documentName) }
    #expect(names == ["kidney.md", "bond.md"])
  }

  @Test(.enabled(if: RealDocumentTests.isThere, "the 740 documents of documents/ are absent; set KGASSIST_TEST_DATA"))
  func passagesOfRealDocumentsFitTheEncoder() async throws {
    let bench = try await Workbench()
    let encoder = try Self.encoder()
    let folder = RealDocumentTests.folder
    let names = FileManager.default.enumerator(atPath: folder.path)!.compactMap { $0 as? String }.filter { $0.hasSuffix(".md") }.sorted()
    var cut = 0
    var all = 0
    var tokens = 0
    for name in stride(from: 0, to: names.count, by: 10).map({ names[$0] }) {
      try await bench.ingest(name, [UInt8](try Data(contentsOf: folder.appending(path: name))))
      for passage in try await bench.passages(name) {
        let count = encoder.tokenIDs(Ingestor.embeddingText(heading: passage.heading, text: passage.text)).count
        all += 1
        tokens += count
        if count >= encoder.maximumTokens { cut += 1 }
      }
    }
    print("\(all) passages, \(tokens / all) tokens each with their headings, \(cut) reach the encoder's \(encoder.maximumTokens)")
    #expect(cut * 50 <= all, "more than a fiftieth of the passages are cut by the encoder")
  }
}
