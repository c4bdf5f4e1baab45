import Foundation
import Generation
import Kernels
import Wire

/// The decoders of the state folder, in use beside the one that is loaded: one at a time, for as long as its file stays as it is.
actor DecoderShelf {
  /// Keys and values of its running answers.
  private static let cacheBytes = 128 << 20

  nonisolated let folder: TrainedFolder
  private let compute: Compute
  private var kept: (name: String, stamp: Date, loading: Task<TextGenerator, any Error>)?

  init(state: String, compute: Compute) {
    folder = TrainedFolder(.decoder, state: state)
    self.compute = compute
  }

  /// - Throws: 404 for a name that there is not, 409 for a file that cannot be used.
  func generator(_ name: String) async throws -> TextGenerator {
    let path = try folder.found(name) + "/" + TrainedFolder.decoderName
    let stamp = (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date ?? .distantPast
    if kept?.name != name || kept?.stamp != stamp {
      kept = (name, stamp, Task { [compute] in try await TextGenerator(modelPath: path, name: name, compute: compute, cacheBytes: Self.cacheBytes) })
    }
    do { return try await kept!.loading.value } catch {
      if kept?.name == name { kept = nil }
      throw RequestError(409, "decoder", "the decoder \(name) cannot be used: \(error)", parameter: "decoder")
    }
  }
}
