import Foundation
import TestFiles

/// What is recorded of faster-whisper, as far as the frames go.
struct RecordedFrames: Decodable {
  var frames: Int
  var melRows: [Int]
  var mel: [[Float]]

  private struct File: Decodable { var states: [String: RecordedFrames] }

  static func all() throws -> [String: RecordedFrames] {
    let path = TestFiles.recording("whisper.json")
    return try JSONDecoder().decode(File.self, from: Data(contentsOf: path)).states
  }
}
