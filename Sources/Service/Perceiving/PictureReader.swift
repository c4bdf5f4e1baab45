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
    var words = PictureWords()
  }

  static let folderName = "PP-OCRv4"

  private let folder: String
  private let vocabulary: String
  private let store: GraphStore
  private let compute: Compute
  private let state = Mutex(State())

  init(models: String, store: GraphStore, compute: Compute) {
    folder = models + "/" + Self.folderName
    vocabulary = models + "/" + ModelShelf.encoderFolder + "/vocab.txt"
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

  /// Parts words by those of the stored texts and the text encoder's. Each document is counted once, when the first picture after it comes.
  private func splitter() async throws -> WordSplitter {
    var words = state.withLock { $0.words }
    if let known = words.splitter, try await store.read({ try $0.lastDocument() }) == words.last { return known }
    let from = words
    words = try await store.read { reader in
      var words = from
      try words.addDocuments(of: reader)
      return words
    }
    if words.common.isEmpty, let file = FileManager.default.contents(atPath: vocabulary), file.count < 16 << 20 {
      words.common = String(decoding: file, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
    }
    let splitter = words.makeSplitter()
    let made = words
    state.withLock { if $0.words.last <= made.last { $0.words = made } }
    return splitter
  }
}
