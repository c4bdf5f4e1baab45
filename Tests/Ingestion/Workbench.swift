import Foundation
import Ingestion
import KnowledgeGraph
import RDF
import Testing

/// A store of its own in a folder of its own, and an ingestor on it.
final class Workbench: Sendable {
  let store: GraphStore
  let ingestor: Ingestor
  private let folder: URL

  init(limits: IngestionLimits = IngestionLimits()) async throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "kgassist-ingestion-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    store = try await GraphStore(path: folder.appending(path: "graph.sqlite3").path)
    ingestor = Ingestor(store: store, encoder: nil, limits: limits)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  @discardableResult
  func ingest(_ name: String, _ bytes: [UInt8], mediaType: String? = nil, domain: Domain? = nil, replace: Bool = false) async throws -> IngestionReport {
    let report = try await ingestor.ingest(IncomingDocument(name: name, mediaType: mediaType, bytes: bytes), domain: domain, replace: replace)
    try await expectExactRanges(report.documentID)
    return report
  }

  @discardableResult
  func ingest(_ name: String, _ text: String, mediaType: String? = nil, domain: Domain? = nil, replace: Bool = false) async throws -> IngestionReport {
    try await ingest(name, Array(text.utf8), mediaType: mediaType, domain: domain, replace: replace)
  }

  func passages(_ name: String) async throws -> [Passage] {
    try await store.read { reader in try reader.documents(named: name).flatMap { try reader.passages(of: $0.id) } }
  }

  func texts(_ name: String) async throws -> [String] { try await passages(name).map(\.text) }

  /// All that a document asserts, as N-Triples writes it.
  func triples() async throws -> [String] {
    try await store.read { reader in try reader.triples(limit: 100_000).map { $0.triple.description } }
  }

  /// What must hold of every passage of every document: its text is what stands at its range of the original, and it overlaps no other.
  func expectExactRanges(_ id: DocumentID) async throws {
    try await store.read { reader in
      let passages = try reader.passages(of: id)
      guard let count = try reader.document(id)?.byteCount else { return }
      var last = 0
      for passage in passages {
        #expect(passage.start >= last && passage.start < passage.end && passage.end <= count, "\(passage.documentName): \(passage.start)..<\(passage.end)")
        last = passage.end
      }
      // The store reads the whole document for each text, so of long ones a sample must do.
      for passage in passages.count <= 40 ? passages : stride(from: 0, to: passages.count, by: passages.count / 40).map({ passages[$0] }) {
        #expect(try reader.text(of: id, start: passage.start, end: passage.end) == passage.text, "\(passage.documentName): \(passage.start)..<\(passage.end)")
      }
    }
  }
}

/// Bytes of a text in another encoding.
func encoded(_ text: String, _ encoding: String.Encoding) -> [UInt8] { Array(text.data(using: encoding)!) }
