import Foundation
import Glibc

/// What the processor offers the kernels.
struct Processor {
  let name: String
  /// Of the features that kernels use, those that are there.
  let features: [String]
  /// Processors this process may run on.
  let usable: Int

  private static let used = ["avx2", "fma", "f16c", "avx512f", "avx512bw", "avx512vl", "avx512_vnni", "avx_vnni"]

  init() {
    let text = FileManager.default.contents(atPath: "/proc/cpuinfo").map { String(decoding: $0, as: UTF8.self) } ?? ""
    func line(_ key: String) -> String? {
      text.split(separator: "\n").first { $0.hasPrefix(key) }?.split(separator: ":", maxSplits: 1).last
        .map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let flags = Set((line("flags") ?? line("Features") ?? "").split(separator: " ").map(String.init))
    name = line("model name") ?? "unknown"
    features = Self.used.filter(flags.contains)
    usable = ProcessInfo.processInfo.activeProcessorCount
  }

  /// The widest instruction set that the kernels have for it.
  var instructionSet: String {
    let all = Set(features)
    if all.isSuperset(of: ["avx512f", "avx512bw", "avx512vl", "avx512_vnni", "f16c", "fma"]) { return "avx512" }
    if all.isSuperset(of: ["avx2", "fma", "f16c"]) { return "avx2" }
    return "portable"
  }
}
