import Foundation
import Kernels
import Media
import Models
import TestFiles
import Testing

@Suite struct WhisperModelTests {
  private struct Recorded: Decodable {
    var stateRows: [Int]
    var states: [[Float]]
  }
  private struct File: Decodable { var states: [String: Recorded] }

  private static let folder = TestFiles.models + "/faster-whisper-tiny.en"

  @Test(arguments: InstructionSet.available.filter { $0 != .portable })
  func statesEqualTheReferences(_ level: InstructionSet) throws {
    let path = TestFiles.recording("whisper.json")
    let recorded = try JSONDecoder().decode(File.self, from: Data(contentsOf: path)).states
    let model = try WhisperModel(folder: Self.folder, compute: Compute(pool: .shared, instructionSet: level))
    for (name, expected) in recorded {
      let mel = LogMelSpectrogram(samples: try TestFiles.samples(name), bands: model.configuration.bands)
      let memory = try #require(model.listen(to: mel.values[...]))
      var largest: Float = 0
      for (row, values) in zip(expected.stateRows, expected.states) {
        for (i, value) in values.enumerated() { largest = max(largest, abs(memory.states[row, i * 16] - value)) }
      }
      #expect(largest < 1e-2, "\(name): \(largest)")
    }
  }

  @Test func textsOfOneBeginningAreKeptApart() throws {
    let model = try WhisperModel(folder: Self.folder, compute: .shared)
    let mel = LogMelSpectrogram(samples: try TestFiles.samples("cards/001.wav"), bands: model.configuration.bands)
    let memory = try #require(model.listen(to: mel.values[...]))
    let start = model.tokens.startOfTranscript, cache = model.makeCache(texts: 2), work = model.makeWorkspace(tokens: 8, logitRows: 2)
    model.forward([.init(text: 0, tokens: [start, 50363])], cache: cache, memory: memory, work: work)
    cache.regroup([0, 0])
    model.forward([.init(text: 0, tokens: [838]), .init(text: 1, tokens: [3764])], cache: cache, memory: memory, work: work)
    cache.regroup([1, 0])
    model.forward([.init(text: 0, tokens: [286]), .init(text: 1, tokens: [286])], cache: cache, memory: memory, work: work)
    let alone = model.makeCache(texts: 1), other = model.makeWorkspace(tokens: 8, logitRows: 1)
    for (row, token) in [(0, Int32(3764)), (1, 838)] {
      alone.truncate(text: 0, to: 0)
      model.forward([.init(text: 0, tokens: [start, 50363, token, 286])], cache: alone, memory: memory, work: other)
      for i in stride(from: 0, to: model.configuration.vocabulary, by: 997) {
        #expect(abs(work.logits[row, i] - other.logits[0, i]) < 1e-3)
      }
    }
  }

  @Test func aFileThatIsCutOrChangedIsNamed() throws {
    let whole = try Data(contentsOf: URL(filePath: Self.folder + "/model.bin"))
    let folder = FileManager.default.temporaryDirectory.appending(path: "whisper-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["config.json", "tokenizer.json"] {
      try FileManager.default.copyItem(atPath: Self.folder + "/" + name, toPath: folder.path + "/" + name)
    }
    var generator = SystemRandomNumberGenerator()
    for round in 0..<40 {
      var bytes = whole
      if round % 2 == 0 {
        bytes = bytes.prefix(Int.random(in: 0..<(round < 20 ? 4000 : bytes.count), using: &generator))
      } else {
        // Lengths, ranks, types and shapes stand in the first variables' headers.
        for _ in 0..<8 { bytes[Int.random(in: 0..<600, using: &generator)] = UInt8.random(in: 0...255, using: &generator) }
      }
      try bytes.write(to: folder.appending(path: "model.bin"))
      do { _ = try WhisperModel(folder: folder.path, compute: .shared) } catch {
        #expect("\(error)".contains("model.bin") || "\(error)".contains("damaged"), "\(error)")
      }
    }
  }
}
