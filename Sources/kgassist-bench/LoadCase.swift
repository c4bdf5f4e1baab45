import Foundation
import Kernels
import Models
import Tokenizers

/// From nothing to the first token of an answer, with the file in the system's cache; and the memory it takes.
enum LoadCase {
  static func measure(_ arguments: BenchArguments) throws {
    let path = arguments.model ?? BenchArguments.modelFolder + "/qwen2.5-coder-0.5b-instruct-q4_k_m.gguf"
    let compute = arguments.compute
    let fileBytes = (try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    var times: [Double] = [], resident = 0
    _ = try MappedBytes.touch(path)
    for _ in 0..<arguments.runs {
      let before = Self.residentBytes
      times.append(
        try seconds {
          let model = try DecoderModel(path: path, compute: compute)
          let work = model.makeWorkspace(tokens: 32, logitRows: 1)
          let cache = model.makeCache(capacity: 64)
          let prompt = model.tokenizer.encode("The ratio of current assets to current liabilities is", parseSpecial: false)
          try model.forward([.init(tokens: prompt[...], cache: cache, wantsLogits: true)], work: work)
          resident = max(resident, Self.residentBytes - before)
        })
    }
    let name = URL(filePath: path).lastPathComponent
    func line(_ what: String, _ value: Double, _ unit: String) -> BenchLine {
      BenchLine(
        case: "load", what: what, value: rounded(value), unit: unit, threads: compute.pool.threadCount,
        isa: compute.instructionSet.rawValue, model: name, runs: arguments.runs)
    }
    try line("load to first token", median(times), "s").print()
    try line("resident memory of the weight file's size", Double(resident) / Double(max(1, fileBytes)), "ratio").print()
  }

  private static var residentBytes: Int {
    let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    return (Int(text.split(separator: " ").dropFirst().first ?? "") ?? 0) * 4096
  }
}

/// Reads a file once, so that it is in the system's cache.
enum MappedBytes {
  static func touch(_ path: String) throws -> Int {
    let handle = try FileHandle(forReadingFrom: URL(filePath: path))
    defer { try? handle.close() }
    var count = 0
    while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty { count += piece.count }
    return count
  }
}
