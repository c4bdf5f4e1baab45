import Foundation
import Kernels
import Perception

/// Encodes 256 sentences of mixed length.
enum EmbedCase {
  static func measure(_ arguments: BenchArguments) throws {
    let folder = arguments.model ?? BenchArguments.modelFolder + "/all-MiniLM-L6-v2"
    let compute = arguments.compute
    let encoder = try TextEncoder(folder: folder, compute: compute)
    let sentences = Self.sentences
    let tokens = sentences.reduce(0) { $0 + encoder.tokenIDs($1).count }
    let peer = try arguments.peer ? Peer(script: "peer_embed.py", arguments: [folder, String(compute.pool.threadCount)]) : nil
    defer { peer?.end() }
    _ = try encoder.encode(sentences)
    var mine: [Double] = [], theirs: [Double] = []
    for _ in 0..<arguments.runs {
      mine.append(try seconds { _ = try encoder.encode(sentences) })
      if let peer { theirs.append(try peer.run()[0]) }
    }
    let value = Double(tokens) / median(mine)
    let other = peer.map { _ in Double(tokens) / median(theirs) }
    try BenchLine(
      case: "embed", what: "256 sentences, \(tokens) tokens", value: rounded(value), unit: "tokens/s",
      threads: compute.pool.threadCount, isa: compute.instructionSet.rawValue, model: encoder.name, runs: arguments.runs,
      peer: peer?.name, peer_value: other.map(rounded), ratio: other.map { rounded(value / $0) }
    ).print()
  }

  /// 256 texts of 4 to 200 words; `peer_embed.py` makes the same ones.
  static let sentences: [String] = (0..<256).map { index in
    let words = ["the", "ratio", "of", "current", "assets", "to", "liabilities", "falls", "when", "patients", "with", "renal",
      "impairment", "receive", "a", "transaction", "that", "locks", "every", "row", "until", "commit"]
    let count = 4 + (index * index * 37) % 60 + (index % 8 == 0 ? 130 : 0)
    return (0..<count).map { words[(index * 31 + $0 * 17) % words.count] }.joined(separator: " ")
  }
}
