import Foundation
import Kernels
import Models
import TestFiles
import Testing
import Tokenizers

/// Perplexity beside llama.cpp's on the first chunks of the committed text, recorded by
/// `Tests/Reference/record_perplexity.py`; `kgassist-bench perplexity` scores all of it.
@Suite(.serialized) struct PerplexityTests {
  private struct Recording: Decodable {
    let tokens: Int
    let sums: [Double]
  }

  private static let size = 512, half = 256

  @Test(arguments: [
    ("SmolLM2-135M-Instruct.Q4_1", 6), ("qwen2.5-coder-0.5b-instruct-q4_k_m", 4),
  ]) func perplexityIsTheReferencesWithinHalfAPercent(model name: String, chunks: Int) throws {
    let path = TestFiles.models + "/\(name).gguf"
    let recording = try JSONDecoder().decode(Recording.self, from: Data(contentsOf: TestFiles.recording("perplexity-\(name).json")))
    let text = try String(contentsOf: TestFiles.recording("perplexity.txt"), encoding: .utf8)
    let model = try DecoderModel(path: path, compute: .shared)
    let tokens = model.tokenizer.encode(text, parseSpecial: false)
    #expect(tokens.count == recording.tokens)
    let work = model.makeWorkspace(tokens: Self.size, logitRows: Self.half + 1)
    var sum = 0.0
    for c in 0..<chunks {
      let chunk = tokens[c * Self.size..<(c + 1) * Self.size], cache = model.makeCache(capacity: Self.size)
      try model.forward([.init(tokens: chunk, cache: cache, logitRows: Self.half + 1)], work: work)
      for i in 0..<Self.half {
        let row = work.logits.copy(row: i), top = row.max()!
        let total = row.reduce(into: 0.0) { $0 += Double(exp($1 - top)) }
        sum += Double(row[Int(chunk[chunk.startIndex + Self.half + i])] - top) - log(total)
      }
    }
    let scored = Double(chunks * Self.half)
    let ours = exp(-sum / scored), theirs = exp(-recording.sums.prefix(chunks).reduce(0, +) / scored)
    #expect(abs(ours / theirs - 1) < 0.005, "\(ours) beside \(theirs)")
  }
}
