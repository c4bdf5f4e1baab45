import Foundation
import Kernels
import Media
import Models
import Perception
import Testing

/// What is recorded of faster-whisper's transcripts.
private struct RecordedTranscripts: Decodable {
  struct Segment: Decodable {
    var start, end, logProbability, noSpeech: Double
    var text: String
    var tokens: [Int32]
  }
  struct Both: Decodable { var beam5, beam1: [Segment] }
  var recordings: [String: Both]
  var compressed: [String: Int]
}

@Suite struct SpeechRecognizerTests {
  private static let folder = {
    let environment = ProcessInfo.processInfo.environment
    let state = environment["XDG_STATE_HOME"] ?? NSHomeDirectory() + "/.local/state"
    return (environment["KGASSIST_MODELS"] ?? state + "/kgassist/models") + "/faster-whisper-tiny.en"
  }()

  private static func samples(_ name: String) throws -> [Float] {
    let here = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
    let data = ProcessInfo.processInfo.environment["KGASSIST_TEST_DATA"].map { URL(filePath: $0) } ?? here.appending(path: "../shared/data")
    let bytes = [UInt8](try Data(contentsOf: data.appending(path: "audio/" + name)))
    return stride(from: 44, to: bytes.count - 1, by: 2).map {
      Float(Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)) / 32768
    }
  }

  @Test(arguments: [5, 1]) func transcriptsEqualTheReferences(_ beam: Int) throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Reference/Recordings/whisper.json")
    let recorded = try JSONDecoder().decode(RecordedTranscripts.self, from: Data(contentsOf: path)).recordings
    let recognizer = try SpeechRecognizer(folder: Self.folder, compute: .shared)
    var settings = SpeechSettings()
    settings.beamSize = beam
    let sentences = recorded.keys.filter { $0.hasPrefix("librivox/") }.sorted()
    #expect(sentences.count == 5)
    for (name, both) in recorded where name.hasSuffix(".wav") || name == "librivox twice" {
      let samples = try name.hasSuffix(".wav") ? Self.samples(name) : [sentences, sentences].joined().flatMap { try Self.samples($0) }
      // Taking the likeliest token each time leads astray at once where two are nearly as likely; the beam does not.
      if beam == 1, samples.count > 30 * 16_000 { continue }
      let found = recognizer.segments(samples, settings: settings)
      let expected = beam == 5 ? both.beam5 : both.beam1
      // What was drawn at a temperature differs from run to run.
      if found.contains(where: { $0.temperature > 0 }) { continue }
      #expect(found.map(\.tokens) == expected.map(\.tokens), "\(name): \(found.map(\.text)) for \(expected.map(\.text))")
      for (a, b) in zip(found, expected) {
        #expect(abs(a.start - b.start) < 0.001 && abs(a.end - b.end) < 0.001)
        #expect(abs(a.logProbability - b.logProbability) < 0.01 && abs(a.noSpeech - b.noSpeech) < 0.01, "\(name)")
      }
    }
  }

  @Test func sizesAreZlibs() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Reference/Recordings/whisper.json")
    let recorded = try JSONDecoder().decode(RecordedTranscripts.self, from: Data(contentsOf: path)).compressed
    #expect(recorded.count == 6)
    for (text, size) in recorded { #expect(abs(DeflatedSize.count(of: Array(text.utf8)) - size) <= 2, "\(text.prefix(30)): \(DeflatedSize.count(of: Array(text.utf8))) for \(size)") }
  }
}
