import Foundation
import Kernels
import Models
import Perception

/// Encodes 256 sentences of mixed length, in each precision.
enum EmbedCase {
  static func measure(_ arguments: BenchArguments) throws {
    for precision in EncoderPrecision.allCases { try measure(arguments, precision) }
  }

  private static func measure(_ arguments: BenchArguments, _ precision: EncoderPrecision) throws {
    let folder = arguments.model ?? BenchArguments.modelFolder + "/all-MiniLM-L6-v2"
    let compute = arguments.compute
    let encoder = try TextEncoder(folder: folder, precision: precision, compute: compute)
    let sentences = Self.sentences
    let tokens = sentences.reduce(0) { $0 + encoder.tokenIDs($1).count }
    let peer = try arguments.peer
      ? Peer(script: "peer_embed.py", arguments: [folder, String(compute.pool.threadCount), precision == .int8 ? "int8" : "float32"]) : nil
    defer { peer?.end() }
    _ = try encoder.encode(sentences)
    var mine: [[Double]] = [], theirs: [[Double]] = []
    for _ in 0..<arguments.runs {
      let used = processorSeconds()
      let elapsed = try seconds { _ = try encoder.encode(sentences) }
      mine.append([elapsed, processorSeconds() - used])
      if let peer { theirs.append(try peer.run()) }
    }
    let value = Double(tokens) / median(mine.map { $0[0] })
    var line = BenchLine(
      case: "embed", what: "\(precision.rawValue): 256 sentences, \(tokens) tokens", value: rounded(value), unit: "tokens/s",
      threads: compute.pool.threadCount, isa: compute.instructionSet.rawValue, model: encoder.name, runs: arguments.runs)
    if let peer {
      let other = Double(tokens) / median(theirs.map { $0[0] })
      line.peer = peer.name
      line.peer_value = rounded(other)
      line.ratio = rounded(value / other)
      line.cpu_ratio = rounded(median(theirs.map { $0[1] }) / median(mine.map { $0[1] }))
    }
    try line.print()
  }

  /// 256 texts of 4 to 200 words; `peer_embed.py` makes the same ones.
  static let sentences: [String] = (0..<256).map { index in
    let words = ["the", "ratio", "of", "current", "assets", "to", "liabilities", "falls", "when", "patients", "with", "renal",
      "impairment", "receive", "a", "transaction", "that", "locks", "every", "row", "until", "commit"]
    let count = 4 + (index * index * 37) % 60 + (index % 8 == 0 ? 130 : 0)
    return (0..<count).map { words[(index * 31 + $0 * 17) % words.count] }.joined(separator: " ")
  }
}
