import Foundation
import Kernels
import Layers
import Models
import Tokenizers
import Weights

/// Perplexity on the committed text beside llama.cpp's: what speed must not cost.
///
/// Chunks of 512 tokens, each from an empty cache, the second half scored, as `record_perplexity.py` does. Without
/// --peer the recording is what ours is compared with; with it, the peer computes all of it again.
enum PerplexityCase {
  static let size = 512
  static let half = 256

  struct Recording: Decodable {
    var peer: String
    var tokens: Int
    var sums: [Double]
  }

  static func measure(_ arguments: BenchArguments) throws {
    let folder = BenchArguments.modelFolder
    let paths = arguments.model.map { [$0] } ?? [
      "SmolLM2-135M-Instruct.Q4_1.gguf", "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf", "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    ].map { folder + "/" + $0 }.filter { FileManager.default.fileExists(atPath: $0) }
    guard let weights = arguments.weights else {
      for path in paths { try measure(path, arguments) }
      return
    }
    guard let type = TensorType(rawValue: weights), TensorType.writable.contains(type) else {
      throw BenchArguments.Fault(description: "--weights is one of \(TensorType.writable.map(\.rawValue).joined(separator: ", ")), not \(weights)")
    }
    for path in paths {
      let name = URL(filePath: path).deletingPathExtension().lastPathComponent
      let written = arguments.store ?? FileManager.default.temporaryDirectory.appending(path: "\(name)-\(weights).gguf").path
      try TrainableDecoder(wholeOf: path, compute: arguments.compute).write(to: written, type: type, name: name)
      defer { if arguments.store == nil { try? FileManager.default.removeItem(atPath: written) } }
      try measure(written, arguments)
    }
  }

  private static func measure(_ path: String, _ arguments: BenchArguments) throws {
    let compute = arguments.compute
    let model = try DecoderModel(path: path, compute: compute)
    let text = try String(contentsOfFile: "Tests/Reference/Recordings/perplexity.txt", encoding: .utf8)
    let tokens = model.tokenizer.encode(text, parseSpecial: false)
    let name = URL(filePath: path).deletingPathExtension().lastPathComponent
    let recording = FileManager.default.contents(atPath: "Tests/Reference/Recordings/perplexity-\(name).json")
      .flatMap { try? JSONDecoder().decode(Recording.self, from: $0) }
    var theirs = recording?.sums ?? []
    var peerName = recording?.peer
    if arguments.peer {
      let peer = try Peer(script: "record_perplexity.py", arguments: ["peer", path, String(compute.pool.threadCount)])
      defer { peer.end() }
      theirs = Array(try peer.run().dropFirst())
      peerName = peer.name
    }
    guard let peerName, !theirs.isEmpty else {
      throw BenchArguments.Fault(description: "there is no recording of \(name): use --peer, or Tests/Reference/record_perplexity.py")
    }
    let chunks = min(tokens.count / size, theirs.count)
    var sum = 0.0
    let elapsed = try seconds {
      let work = model.makeWorkspace(tokens: size, logitRows: half + 1)
      for chunk in 0..<chunks {
        sum += try score(tokens[chunk * size..<(chunk + 1) * size], model: model, work: work)
      }
    }
    let mine = exp(-sum / Double(chunks * half)), other = exp(-theirs.prefix(chunks).reduce(0, +) / Double(chunks * half))
    try BenchLine(
      case: "perplexity", what: "\(chunks) chunks of \(size) tokens, second halves, \(Int(elapsed)) s", value: mine, unit: "perplexity",
      threads: compute.pool.threadCount, isa: compute.instructionSet.rawValue, model: name, runs: 1, peer: peerName,
      peer_value: other, ratio: mine / other
    ).print()
  }

  /// The sum of the natural logarithms of what the model gives the tokens of the second half.
  static func score(_ chunk: ArraySlice<Int32>, model: DecoderModel, work: DecoderWorkspace) throws -> Double {
    let cache = model.makeCache(capacity: size)
    try model.forward([.init(tokens: chunk, cache: cache, logitRows: half + 1)], work: work)
    var sum = 0.0
    for i in 0..<half {
      let row = unsafe work.logits.row(i)
      let next = Int(chunk[chunk.startIndex + half + i])
      var top = -Float.infinity, total = 0.0
      for v in 0..<work.logits.columns { top = unsafe max(top, row[v]) }
      for v in 0..<work.logits.columns { total += unsafe Double(exp(row[v] - top)) }
      sum += unsafe Double(row[next] - top) - log(total)
    }
    return sum
  }
}
