import Foundation
import Ingestion
import KnowledgeGraph
import TestFiles
import Testing

@Suite("Real documents are taken in without an error")
struct RealDocumentTests {
  static let folder = TestFiles.data.appending(path: "documents")

  static var isThere: Bool { FileManager.default.fileExists(atPath: folder.path) }

  @Test(.enabled(if: isThere, "the 740 documents of documents/ are absent; set KGASSIST_TEST_DATA"))
  func all740DocumentsComeInWithExactRangesAndFittingPassages() async throws {
    let bench = try await Workbench()
    let names = FileManager.default.enumerator(atPath: Self.folder.path)!.compactMap { $0 as? String }.filter { $0.hasSuffix(".md") }.sorted()
    #expect(names.count == 740)
    var words: [Int] = []
    for name in names {
      let bytes = [UInt8](try Data(contentsOf: Self.folder.appending(path: name)))
      let report = try await bench.ingest(name, bytes)
      #expect(report.passages > 0 && report.notices.isEmpty, "\(name): \(report.notices)")
      words += try await bench.texts(name).map { $0.split(whereSeparator: \.isWhitespace).count }
    }
    #expect(words.max()! <= 260)
    let counts = try await bench.store.read { try $0.counts() }
    print("740 documents: \(counts.passages) passages, \(counts.triples) triples, \(words.reduce(0, +) / words.count) words a passage, most \(words.max()!)")
    #expect(try await bench.store.verify().isEmpty)
  }
}
