import Foundation
import Kernels
import Models
import TestFiles
import Testing

/// Answering with adapters: the loss that PEFT recorded must come out of the decoder that answers too.
@Suite struct AppliedAdapterTests {
  private struct Recording: Decodable {
    var sequences: [[Int32]]
    var loss: Double
  }

  /// - Parameter later: adapters that are put beside the weights of a decoder that was loaded already.
  private func loss(
    _ architecture: String, _ adapters: [AppliedAdapter], later: [AppliedAdapter] = [], on sequences: [[Int32]]
  ) throws -> Double {
    var file = TinyDecoderFile(biases: architecture == "qwen2")
    file.architecture = architecture
    let path = try file.write()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let base = try DecoderModel(path: path, adapters: adapters, compute: Compute(pool: ComputePool(threads: 2)))
    let model = later.isEmpty ? base : try base.adapted(by: later)
    var total = 0.0, count = 0
    for sequence in sequences {
      let work = model.makeWorkspace(tokens: sequence.count, logitRows: sequence.count)
      try model.forward([.init(tokens: sequence[...], cache: model.makeCache(capacity: 64), logitRows: sequence.count)], work: work)
      for t in 0..<sequence.count - 1 {
        let scores = work.logits.copy(row: t).map(Double.init), top = scores.max()!
        total += top + log(scores.reduce(0) { $0 + exp($1 - top) }) - scores[Int(sequence[t + 1])]
        count += 1
      }
    }
    return total / Double(count)
  }

  @Test(arguments: ["llama", "qwen2"])
  func besideMergedAndStackedGiveWhatPEFTGives(architecture: String) throws {
    let folder = TestFiles.recording("adapter-\(architecture)"), adapter = try DecoderAdapter(folder: folder.path)
    let recorded = try JSONDecoder().decode(Recording.self, from: Data(contentsOf: folder.appending(path: "slopes.json")))
    let plain = try loss(architecture, [], on: recorded.sequences)
    let change = abs(plain - recorded.loss)
    #expect(change > 1e-3)
    // Keys and values of answering are float16, merged weights bfloat16.
    let beside = try loss(architecture, [AppliedAdapter(adapter)], on: recorded.sequences)
    #expect(abs(beside - recorded.loss) < 0.05 * change)
    #expect(try loss(architecture, [], later: [AppliedAdapter(adapter)], on: recorded.sequences) == beside)
    let merged = try loss(architecture, [AppliedAdapter(adapter, way: .merged)], on: recorded.sequences)
    #expect(abs(merged - recorded.loss) < 0.5 * change)
    let stacked = try loss(
      architecture, [AppliedAdapter(adapter, weight: 0.25), AppliedAdapter(adapter, weight: 0.75)], on: recorded.sequences)
    #expect(abs(stacked - beside) < 0.01 * change)
    #expect(try loss(architecture, [AppliedAdapter(adapter, weight: 0)], on: recorded.sequences) == plain)
  }
}
