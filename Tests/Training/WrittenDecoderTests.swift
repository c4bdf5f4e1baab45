import Foundation
import Kernels
import Models
import TestFiles
import Testing
import Tokenizers
import Weights

/// A real decoder, taken out of its quantisation and written anew, beside llama.cpp on the same file: recorded by
/// `kgassist-bench perplexity --model FILE --weights T --store SmolLM2-135M-written-T.gguf` and
/// `Tests/Reference/record_perplexity.py SmolLM2-135M-written-T.gguf 2 1`.
@Suite(.serialized) struct WrittenDecoderTests {
  private struct Recording: Decodable {
    let tokens: Int
    let sums: [Double]
  }

  private static let size = 512, half = 256

  @Test(arguments: [TensorType.q8_0, .f16]) func llamaReadsWhatIsWrittenAndFindsTheSamePerplexity(type: TensorType) throws {
    let recording = try JSONDecoder().decode(
      Recording.self, from: Data(contentsOf: TestFiles.recording("perplexity-SmolLM2-135M-written-\(type.rawValue).json")))
    let path = FileManager.default.temporaryDirectory.appending(path: "written-\(UUID().uuidString).gguf").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    do {
      let whole = try TrainableDecoder(wholeOf: TestFiles.models + "/SmolLM2-135M-Instruct.Q4_1.gguf", compute: .shared)
      try whole.write(to: path, type: type, name: "SmolLM2-135M-written")
    }
    let model = try DecoderModel(path: path, compute: .shared)
    let text = try String(contentsOf: TestFiles.recording("perplexity.txt"), encoding: .utf8)
    let tokens = model.tokenizer.encode(text, parseSpecial: false)
    #expect(tokens.count == recording.tokens, "the tokenizer was carried over")
    let work = model.makeWorkspace(tokens: Self.size, logitRows: Self.half + 1)
    var sum = 0.0
    for c in 0..<recording.sums.count {
      let chunk = tokens[c * Self.size..<(c + 1) * Self.size]
      try model.forward([.init(tokens: chunk, cache: model.makeCache(capacity: Self.size), logitRows: Self.half + 1)], work: work)
      for i in 0..<Self.half {
        let row = work.logits.copy(row: i).map(Double.init), top = row.max()!
        sum += row[Int(chunk[chunk.startIndex + Self.half + i])] - top - log(row.reduce(0) { $0 + exp($1 - top) })
      }
    }
    let scored = Double(recording.sums.count * Self.half)
    let ours = exp(-sum / scored), theirs = exp(-recording.sums.reduce(0, +) / scored)
    #expect(abs(ours / theirs - 1) < 0.005, "\(ours) beside \(theirs)")
  }
}
