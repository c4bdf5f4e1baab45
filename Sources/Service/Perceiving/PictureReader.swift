import Foundation
import Kernels
import KnowledgeGraph
import Media
import Perception
import Synchronization

/// Reads pictures for whoever asks. The weights are loaded when the first picture comes, so that a daemon that never sees one is no larger for it.
final class PictureReader: Sendable {
  private struct State {
    var loading: Task<ImageTextReader, any Error>?
    var words: (splitter: WordSplitter, documents: Int)?
  }

  static let folderName = "PP-OCRv4"

  private let folder: String
  private let store: GraphStore
  private let compute: Compute
  private let state = Mutex(State())

  /// Bytes of documents that the list of words is made of, at most.
  private static let listBytes = 16 << 20

  init(models: String, store: GraphStore, compute: Compute) {
    folder = models + "/" + Self.folderName
    self.store = store
    self.compute = compute
  }

  /// What stands in a picture, or in each page of a PDF.
  ///
  /// - Throws: ``RequestError`` 503 where the weights are missing; `MediaError` about the file; `CancellationError`.
  @concurrent func read(_ bytes: [UInt8]) async throws -> [PageText] {
    let images = try await ImageReader().images(of: bytes)
    let reader = try await reader(), splitter = try await splitter()
    return try images.map { try reader.read($0, splitter: splitter) }
  }

  private func reader() async throws -> ImageTextReader {
    let task = state.withLock { state in
      if let loading = state.loading { return loading }
      let loading = Task.detached { [folder, compute] in
        guard FileManager.default.fileExists(atPath: folder) else {
          throw RequestError(
            503, "images_missing", "the weights for text in images are missing at \(folder); fetch them with: Daemon/fetch-models.sh --only images",
            retryAfter: 60)
        }
        return try ImageTextReader(folder: folder, compute: compute)
      }
      state.loading = loading
      return loading
    }
    do { return try await task.value } catch {
      // Weights may be fetched while the daemon runs.
      state.withLock { $0.loading = nil }
      throw error
    }
  }

  /// Parts words by those of the stored documents; made anew when there are more or fewer of them.
  private func splitter() async throws -> WordSplitter {
    let count = try await store.read { try $0.documents().count }
    if let known = state.withLock({ $0.words }), known.documents == count { return known.splitter }
    let counts = try await store.read { reader in
      var counts: [String: Int] = [:], left = Self.listBytes
      for document in try reader.documents() where left > 0 {
        left -= document.byteCount
        if let text = try reader.text(of: document.id, start: 0, end: document.byteCount) { WordSplitter.count(text, into: &counts) }
      }
      return counts
    }
    let splitter = WordSplitter(counts: counts)
    state.withLock { $0.words = (splitter, count) }
    return splitter
  }
}
