import Kernels
import Media
import Perception
import Synchronization

/// The encoder of pictures that a user named, loaded when it is first asked for.
final class OwnImageEncoder: Sendable {
  private let path: String?
  private let compute: Compute
  private let loading = Mutex<Task<ImageEncoder, any Error>?>(nil)

  init(models: String, setting: String?, compute: Compute) {
    path = setting.map { $0.hasPrefix("/") ? $0 : models + "/" + $0 }
    self.compute = compute
  }

  /// The vector of a picture, and the encoder's name.
  ///
  /// - Throws: ``RequestError`` 503 where none is named, or the one named cannot be used; `MediaError` about the picture.
  @concurrent func encode(_ bytes: [UInt8]) async throws -> (name: String, vector: [Float]) {
    guard let path else {
      throw RequestError(503, "image_encoder_missing", "no encoder of pictures is named; set KGASSIST_IMAGE_ENCODER to an ONNX file", retryAfter: 60)
    }
    let task = loading.withLock { loading in
      if let loading { return loading }
      let task = Task.detached { [compute] in try ImageEncoder(path: path, compute: compute) }
      loading = task
      return task
    }
    let encoder: ImageEncoder
    do { encoder = try await task.value } catch {
      // The file may be mended while the daemon runs.
      loading.withLock { $0 = nil }
      throw RequestError(503, "image_encoder_unusable", "the encoder of pictures that KGASSIST_IMAGE_ENCODER names cannot be used: \(error)", retryAfter: 60)
    }
    guard let image = try await ImageReader().images(of: bytes).first else { throw RequestError(422, "undecodable", "there is no page in this PDF") }
    return (encoder.name, try encoder.encode(image))
  }
}
