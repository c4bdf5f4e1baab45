import Foundation
import Kernels
import Layers
import Models
import TestFiles
import Testing
import Tokenizers

/// Continuations and logits of llama.cpp, recorded by `Tests/Reference/record_logits.py`.
@Suite(.serialized) struct RecordedDecoderTests {
  private struct Record: Decodable {
    let text: String
    let prompt: [Int32]
    let greedy: [Int32]?
    let gap: Float?
    let logits: [[Float]]?
  }

  private static let files = [
    "smollm": "SmolLM2-135M-Instruct.Q4_1.gguf", "qwen2": "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
  ]

  @Test(arguments: ["smollm", "qwen2"])
  func greedyContinuationsAgreeForThirtyTwoTokens(name: String) throws {
    let records = try records(name).filter { $0.greedy != nil }
    #expect(records.count == 20)
    try expectContinuations(of: records, from: try model(name))
  }

  /// The narrower levels on a subset: the portable one computes a few tokens a second.
  @Test(arguments: InstructionSet.available.filter { $0 != .best })
  func everyInstructionSetContinuesAlike(level: InstructionSet) throws {
    let records = try records("smollm").filter { $0.greedy != nil }.sorted { $0.prompt.count < $1.prompt.count }
    let model = try model("smollm", Compute(pool: .shared, instructionSet: level))
    let (texts, tokens) = level == .portable ? (1, 8) : (4, 32)
    try expectContinuations(of: Array(records.prefix(texts)), from: model, tokens: tokens)
  }

  private func expectContinuations(of records: [Record], from model: DecoderModel, tokens: Int = 32) throws {
    let work = model.makeWorkspace(tokens: 256, logitRows: 1)
    for record in records {
      let expected = try #require(record.greedy)
      #expect(expected.count == 32)
      let cache = model.makeCache(capacity: record.prompt.count + tokens)
      var written: [Int32] = []
      while written.count < tokens {
        let feed = written.isEmpty ? record.prompt[...] : written.suffix(1)
        try model.forward([.init(tokens: feed, cache: cache, wantsLogits: true)], work: work)
        let best = VectorMath.indexOfLargest(work.logits.copy(row: 0).span)
        written.append(Int32(try #require(best)))
      }
      #expect(written == Array(expected.prefix(tokens)), "\(record.text.debugDescription), whose smallest gap is \(record.gap ?? 0)")
    }
  }

  /// Both sides round activations to 8 bits, each in its own way, through every layer. Against exact arithmetic in
  /// float32 either is off by 0.04 to 0.3 on average, mostly by a shift of all logits alike, which no choice of tokens
  /// sees; without the shift the two differ by 0.12 on average and by 0.4 at most.
  @Test(arguments: ["smollm", "qwen2"])
  func logitsLieWithinToleranceOfTheReferences(name: String) throws {
    let model = try model(name)
    let records = try records(name).filter { $0.logits != nil }
    #expect(records.count == 3)
    let work = model.makeWorkspace(tokens: 256, logitRows: 1)
    for record in records {
      let cache = model.makeCache(capacity: record.prompt.count)
      try model.forward([.init(tokens: record.prompt[...], cache: cache, wantsLogits: true)], work: work)
      let ours = work.logits.copy(row: 0)
      let pairs = try #require(record.logits)
      #expect(pairs.count >= 60)
      let differences = pairs.map { ours[Int($0[0])] - $0[1] }
      let shift = differences.reduce(0, +) / Float(differences.count)
      let rest = differences.map { abs($0 - shift) }
      let mean = rest.reduce(0, +) / Float(rest.count)
      #expect(abs(shift) < 0.5, "\(record.text): shift \(shift)")
      #expect(mean < 0.2, "\(record.text): mean \(mean)")
      #expect(try #require(rest.max()) < 0.75, "\(record.text)")
    }
  }

  private func model(_ name: String, _ compute: Compute = .shared) throws -> DecoderModel {
    let path = TestFiles.models + "/" + (try #require(Self.files[name]))
    try #require(FileManager.default.fileExists(atPath: path), "\(path) is missing: run Daemon/fetch-models.sh")
    return try DecoderModel(path: path, compute: compute)
  }

  private func records(_ name: String) throws -> [Record] {
    let data = try Data(contentsOf: TestFiles.recording("decoder-\(name).jsonl"))
    return try data.split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(Record.self, from: $0) }
  }
}
