import Foundation

/// What is recorded of faster-whisper, as far as the frames go.
struct RecordedFrames: Decodable {
  var frames: Int
  var melRows: [Int]
  var mel: [[Float]]

  private struct File: Decodable { var states: [String: RecordedFrames] }

  static func all() throws -> [String: RecordedFrames] {
    let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Reference/Recordings/whisper.json")
    return try JSONDecoder().decode(File.self, from: Data(contentsOf: path)).states
  }
}

/// Recordings that tests read from beside the repository.
enum TestAudio {
  static func bytes(_ name: String) throws -> [UInt8] {
    let environment = ProcessInfo.processInfo.environment
    let here = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
    let data = environment["KGASSIST_TEST_DATA"].map { URL(filePath: $0) } ?? here.appending(path: "../shared/data")
    return [UInt8](try Data(contentsOf: data.appending(path: "audio/" + name)))
  }

  /// The samples of a WAV of 16 bits and one channel whose header is the usual one.
  static func samples(_ name: String) throws -> [Float] {
    let bytes = try bytes(name)
    return stride(from: 44, to: bytes.count - 1, by: 2).map {
      Float(Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)) / 32768
    }
  }
}
