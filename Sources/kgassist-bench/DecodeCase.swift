import Foundation
import Kernels
import Layers
import Models
import Tokenizers
import Weights

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
    let weights = try ModelWork(path: path)
    let machine = MachineSpeed(compute: compute)
    let (bandwidth, peak) = (machine.readBandwidth(), machine.byteOperations())
    for (index, what) in ["prefill", "decode"].enumerated() {
      let value = median(mine.map { $0[index] })
      let other = peer.map { _ in median(theirs.map { $0[index] }) }
      // Reading the prompt leaves the logits' matrix out but for one row; writing reads every matrix once a token.
      let gops = value * (index == 0 ? weights.layerOperations : weights.operations) * 1e-9
      let gbps = index == 0 ? nil : value * weights.bytes * 1e-9
      var line = BenchLine(
        case: "decode", what: what, value: rounded(value), unit: "tokens/s", threads: compute.pool.threadCount,
        isa: compute.instructionSet.rawValue, model: URL(filePath: path).lastPathComponent, runs: arguments.runs,
        peer: peer?.name, peer_value: other.map(rounded), ratio: other.map { rounded(value / $0) })
      line.gops = rounded(gops)
      line.gbps = gbps.map(rounded)
      if let gbps { line.share = rounded(gbps / bandwidth * 1e9) } else if peak > 0 { line.share = rounded(gops / peak * 1e9) }
      try line.print()
    }
    try BenchLine(
      case: "decode", what: "read bandwidth of the machine", value: rounded(bandwidth * 1e-9), unit: "GB/s",
      threads: compute.pool.threadCount, isa: compute.instructionSet.rawValue, model: nil, runs: 3
    ).print()
    if peak > 0 {
      try BenchLine(
        case: "decode", what: "peak of 8-bit products", value: rounded(peak * 1e-9), unit: "Gop/s",
        threads: compute.pool.threadCount, isa: compute.instructionSet.rawValue, model: nil, runs: 3
      ).print()
    }
  }
}

/// What a token costs: bytes of the matrices that it reads, and two operations a weight.
struct ModelWork {
  let bytes, operations, layerOperations: Double

  init(path: String) throws {
    let file = try GGUFFile(path: path)
    let matrices = file.tensors.values.filter { $0.shape.count == 2 }
    let scoring = file.tensors["output.weight"] ?? file.tensors["token_embd.weight"]
    let layers = matrices.filter { !["output.weight", "token_embd.weight"].contains($0.name) }
    layerOperations = layers.reduce(0) { $0 + 2 * Double($1.count) }
    operations = layerOperations + 2 * Double(scoring?.count ?? 0)
    bytes = layers.reduce(Double(scoring?.range.count ?? 0)) { $0 + Double($1.range.count) }
  }
}
