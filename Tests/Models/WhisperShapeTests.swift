import Foundation
import Kernels
import Models
import TestFiles
import Testing

/// A Whisper of many languages with 128 bands and other numbers of layers than the one at hand. No trained one can be had offline: its weights are numbers
/// that follow from their places, and the reference is CTranslate2 on the same file.
@Suite struct WhisperShapeTests {
  private struct Recorded: Decodable {
    struct Tensor: Decodable { var name: String; var shape: [Int] }
    struct Added: Codable { var id: Int; var content: String }
    var settings: [String: Int]
    var tensors: [Tensor]
    var vocabulary: Int
    var added: [Added]
    var stateRows: [Int]
    var states: [[Float]]
    var start, tokens: [Int32]
  }

  private static func recorded() throws -> Recorded {
    try JSONDecoder().decode(Recorded.self, from: Data(contentsOf: TestFiles.recording("whisper-shape.json")))
  }

  /// Even over -½ to ½, as `record_whisper_shape.py` makes them.
  private static func numbers(_ count: Int, seed: Int) -> [Double] {
    (0..<UInt64(count)).map { i in
      var x = (i * 2_654_435_761 + UInt64(seed) * 7919 + 1) & 0xFFFF_FFFF
      x ^= x >> 15
      x = (x * 2_246_822_519) & 0xFFFF_FFFF
      x ^= x >> 13
      return Double(x) / 4_294_967_296 - 0.5
    }
  }

  private static func values(_ tensor: Recorded.Tensor, seed: Int) -> [Float] {
    let count = tensor.shape.reduce(1, *), plain = numbers(count, seed: seed)
    if tensor.name.hasSuffix("gamma") { return plain.map { Float(1 + $0 / 4) } }
    if tensor.name.hasSuffix("encodings") { return plain.map { Float($0 * 4) } }
    let factor = 4 / Double(count / tensor.shape[0]).squareRoot()
    return tensor.shape.count > 1 ? plain.map { Float($0 * factor) } : plain.map { Float($0) }
  }

  /// A folder with the model's files; its own texts are the vocabulary of the model at hand, whose 50,257 words come first in both.
  private static func folder(_ recorded: Recorded) throws -> URL {
    var file = Data()
    func number<T: FixedWidthInteger>(_ value: T) { withUnsafeBytes(of: value.littleEndian) { file.append(contentsOf: $0) } }
    func string(_ text: String) {
      number(UInt16(text.utf8.count + 1))
      file.append(contentsOf: Array(text.utf8) + [0])
    }
    number(UInt32(6))
    string("WhisperSpec")
    number(UInt32(3))
    number(UInt32(recorded.tensors.count + recorded.settings.count))
    for (name, value) in recorded.settings.sorted(by: { $0.key < $1.key }) {
      string(name)
      number(UInt8(0))
      number(UInt8(2))
      number(UInt32(2))
      number(Int16(value))
    }
    for (seed, tensor) in recorded.tensors.enumerated() {
      string(tensor.name)
      number(UInt8(tensor.shape.count))
      for side in tensor.shape { number(UInt32(side)) }
      number(UInt8(0))
      let values = values(tensor, seed: seed)
      number(UInt32(4 * values.count))
      values.withUnsafeBytes { file.append(contentsOf: $0) }
    }
    number(UInt32(1))
    string("decoder/projection/weight")
    string("decoder/embeddings/weight")
    let folder = FileManager.default.temporaryDirectory.appending(path: "whisper-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try file.write(to: folder.appending(path: "model.bin"))
    try Data("{}".utf8).write(to: folder.appending(path: "config.json"))
    struct Tokenizer: Codable {
      struct Model: Codable { var vocab: [String: Int]; var merges: [String] }
      var model: Model
      var added_tokens: [Recorded.Added]
    }
    let own = try Data(contentsOf: URL(filePath: TestFiles.models + "/faster-whisper-tiny.en/tokenizer.json"))
    var tokenizer = try JSONDecoder().decode(Tokenizer.self, from: own)
    tokenizer.model.vocab = tokenizer.model.vocab.filter { $0.value < 50_257 }
    tokenizer.added_tokens = recorded.added
    try JSONEncoder().encode(tokenizer).write(to: folder.appending(path: "tokenizer.json"))
    return folder
  }

  @Test func anotherShapeOfManyLanguagesGivesTheReferencesStatesAndTokens() throws {
    let recorded = try Self.recorded(), folder = try Self.folder(recorded)
    defer { try? FileManager.default.removeItem(at: folder) }
    let model = try WhisperModel(folder: folder.path, compute: .shared), shape = model.configuration
    #expect(shape.bands == 128 && shape.encoderLayers == 3 && shape.decoderLayers == 2 && shape.vocabulary == recorded.vocabulary)
    #expect(model.tokens.languages.count == 100 && model.tokens.languages["yue"] == 50_358 && model.tokens.languages["en"] == 50_259)
    #expect(model.tokens.transcribe == 50_360 && model.tokens.noSpeech == 50_363 && model.tokens.firstTimestamp == 50_365)
    // The reference's frames are bands by time.
    let plain = Self.numbers(shape.bands * shape.frames, seed: 999)
    var frames = [Float](repeating: 0, count: plain.count)
    for band in 0..<shape.bands { for t in 0..<shape.frames { frames[t * shape.bands + band] = Float(plain[band * shape.frames + t] * 2) } }
    let memory = try #require(model.listen(to: frames[...]))
    var worst: Float = 0
    for (row, values) in zip(recorded.stateRows, recorded.states) { for (i, value) in values.enumerated() { worst = max(worst, abs(memory.states[row, i] - value)) } }
    print("a Whisper of 128 bands: states at most \(worst) from CTranslate2's")
    #expect(recorded.states.count >= 12 && worst < 1e-3)
    let cache = model.makeCache(texts: 1), work = model.makeWorkspace(tokens: 8, logitRows: 1)
    var next = recorded.start, found: [Int32] = []
    while found.count < recorded.tokens.count {
      model.forward([.init(text: 0, tokens: next)], cache: cache, memory: memory, work: work)
      next = [Int32((0..<shape.vocabulary).max { work.logits[0, $0] < work.logits[0, $1] }!)]
      found += next
    }
    #expect(found == recorded.tokens && Set(found).count > 2)
  }
}
