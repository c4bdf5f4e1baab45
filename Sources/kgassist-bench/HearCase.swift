import Foundation
import Kernels
import Media
import Perception

/// Hears the recordings of a folder, in a beam of five and by the likeliest token, and counts wrong words where a text
/// of the same name lies beside a recording.
enum HearCase {
  static func measure(_ arguments: BenchArguments) async throws {
    let folder = arguments.model ?? BenchArguments.modelFolder + "/faster-whisper-tiny.en"
    let data = URL(filePath: arguments.data ?? "../shared/data/audio")
    let recordings = try await recordings(in: data)
    guard !recordings.isEmpty else { throw BenchArguments.Fault(description: "there is no .wav or .flac below \(data.path)") }
    let compute = arguments.compute
    let recognizer = try SpeechRecognizer(folder: folder, compute: compute)
    for beam in [5, 1] { try measure(arguments, beam, recognizer, recordings, folder: folder, data: data.path) }
  }

  private struct Recording {
    let samples: [Float]
    let text: String?
  }

  private static func recordings(in folder: URL) async throws -> [Recording] {
    let names = (FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? []).sorted()
    var recordings: [Recording] = []
    for name in names where name.hasSuffix(".wav") || name.hasSuffix(".flac") {
      let url = folder.appending(path: name)
      let samples = try await SoundReader().samples(of: [UInt8](Data(contentsOf: url)))
      let text = try? String(contentsOf: url.deletingPathExtension().appendingPathExtension("txt"), encoding: .utf8)
      recordings.append(Recording(samples: samples, text: text))
    }
    return recordings
  }

  private static func measure(
    _ arguments: BenchArguments, _ beam: Int, _ recognizer: SpeechRecognizer, _ recordings: [Recording], folder: String, data: String
  ) throws {
    let compute = arguments.compute
    var settings = SpeechSettings()
    settings.beamSize = beam
    let total = recordings.reduce(0) { $0 + Double($1.samples.count) / Double(SoundReader.sampleRate) }
    let peer = try arguments.peer
      ? Peer(script: "peer_hear.py", arguments: [folder, data, String(compute.pool.threadCount), String(beam)]) : nil
    defer { peer?.end() }
    var mine: [[Double]] = [], theirs: [[Double]] = [], errors = (wrong: 0, words: 0)
    for run in 0...arguments.runs {
      let used = processorSeconds()
      var found: [String] = []
      let elapsed = seconds {
        found = recordings.map { recognizer.segments($0.samples, settings: settings).map(\.text).joined() }
      }
      let spent = processorSeconds() - used
      // The first run warms the caches of both.
      let other = try peer?.run()
      if run == 0 { continue }
      mine.append([elapsed, spent])
      if let other { theirs.append(other) }
      errors = (0, 0)
      for (recording, text) in zip(recordings, found) {
        guard let expected = recording.text else { continue }
        let (wrong, words) = wordErrors(text, expected: expected)
        errors = (errors.wrong + wrong, errors.words + words)
      }
    }
    let value = total / median(mine.map { $0[0] })
    var line = BenchLine(
      case: "hear", what: "beam \(beam): \(recordings.count) recordings, \(Int(total.rounded())) s; \(errors.wrong) of \(errors.words) words wrong",
      value: rounded(value), unit: "s of sound/s", threads: compute.pool.threadCount, isa: compute.instructionSet.rawValue,
      model: recognizer.name, runs: arguments.runs)
    if let peer {
      let other = total / median(theirs.map { $0[0] })
      line.peer = peer.name + "; \(Int(theirs[0][2])) of \(Int(theirs[0][3])) words wrong"
      line.peer_value = rounded(other)
      line.ratio = rounded(value / other)
      line.cpu_ratio = rounded(median(theirs.map { $0[1] }) / median(mine.map { $0[1] }))
    }
    try line.print()
  }

  /// Words that must be put in, left out or changed; case and punctuation do not count. `peer_hear.py` counts alike.
  static func wordErrors(_ text: String, expected: String) -> (wrong: Int, words: Int) {
    func words(_ text: String) -> [String] {
      text.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "'") }.map(String.init)
    }
    let a = words(text), b = words(expected)
    var row = Array(0...b.count)
    for (i, word) in a.enumerated() {
      var before = row[0]
      row[0] = i + 1
      for (j, other) in b.enumerated() {
        let changed = before + (word == other ? 0 : 1)
        before = row[j + 1]
        row[j + 1] = min(changed, row[j] + 1, before + 1)
      }
    }
    return (row[b.count], b.count)
  }
}
