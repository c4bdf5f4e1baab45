import Foundation
import Kernels
import Layers
import Models
import Tokenizers

/// Reads a prompt of 512 tokens and writes 64 after it, greedily.
struct DecodeCase {
  static let promptTokens = 512
  static let writtenTokens = 64
  /// The prompt is read in passes of this many tokens, as the peer's default is.
  static let chunk = 512

  private let model: DecoderModel
  private let work: DecoderWorkspace
  private let prompt: [Int32]

  init(path: String, compute: Compute) throws {
    model = try DecoderModel(path: path, compute: compute)
    work = model.makeWorkspace(tokens: Self.chunk, logitRows: 1)
    let vocabulary = model.tokenizer.vocabularyCount
    prompt = (0..<Self.promptTokens).map { Int32((1000 + $0 * 7919) % (vocabulary - 1000)) }
  }

  /// Tokens a second while reading and while writing.
  func run() throws -> [Double] {
    let cache = model.makeCache(capacity: Self.promptTokens + Self.writtenTokens + 1)
    let reading = try seconds {
      try model.forward([.init(tokens: prompt[...], cache: cache, wantsLogits: true)], work: work)
    }
    var token = best()
    let writing = try seconds {
      for _ in 0..<Self.writtenTokens {
        try model.forward([.init(tokens: [token], cache: cache, wantsLogits: true)], work: work)
        token = best()
      }
    }
    return [Double(Self.promptTokens) / reading, Double(Self.writtenTokens) / writing]
  }

  private func best() -> Int32 {
    let row = unsafe UnsafeBufferPointer(work.logits.row(0))
    return Int32(unsafe VectorMath.indexOfLargest(Span(_unsafeElements: row)) ?? 0)
  }

  static func measure(_ arguments: BenchArguments) throws {
    let path = arguments.model ?? BenchArguments.modelFolder + "/qwen2.5-coder-0.5b-instruct-q4_k_m.gguf"
    let compute = arguments.compute
    let ours = try DecodeCase(path: path, compute: compute)
    let peer = try arguments.peer
      ? Peer(script: "peer_decode.py", arguments: [path, String(compute.pool.threadCount), String(promptTokens), String(writtenTokens)]) : nil
    defer { peer?.end() }
    _ = try ours.run()
    var mine: [[Double]] = [], theirs: [[Double]] = []
    for _ in 0..<arguments.runs {
      mine.append(try ours.run())
      if let peer { theirs.append(try peer.run()) }
    }
    for (index, what) in ["prefill", "decode"].enumerated() {
      let value = median(mine.map { $0[index] })
      let other = peer.map { _ in median(theirs.map { $0[index] }) }
      try BenchLine(
        case: "decode", what: what, value: rounded(value), unit: "tokens/s", threads: compute.pool.threadCount,
        isa: compute.instructionSet.rawValue, model: URL(filePath: path).lastPathComponent, runs: arguments.runs,
        peer: peer?.name, peer_value: other.map(rounded), ratio: other.map { rounded(value / $0) }
      ).print()
    }
  }
}
