import Foundation

/// How much more memory this process may take: what the machine has free, and what its control group leaves it.
///
/// Source: proc(5), and the kernel's documentation of control groups, version 2.
struct MemoryLimit {
  private let root: String

  init(root: String = "") { self.root = root }

  /// Bytes; nil where the system does not tell.
  var free: Int? { [machine, group].compactMap(\.self).min() }

  private func text(_ path: String) -> String? {
    FileManager.default.contents(atPath: root + path).map { String(decoding: $0.prefix(1 << 16), as: UTF8.self) }
  }

  /// `MemAvailable` of `/proc/meminfo`.
  private var machine: Int? {
    guard let line = text("/proc/meminfo")?.split(separator: "\n").first(where: { $0.hasPrefix("MemAvailable:") }) else { return nil }
    return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
  }

  /// The least that is left in the process's control group and those above it.
  private var group: Int? {
    guard let line = text("/proc/self/cgroup")?.split(separator: "\n").first(where: { $0.hasPrefix("0::") }) else { return nil }
    var parts = line.dropFirst(3).split(separator: "/")
    var least: Int?
    while true {
      let folder = "/sys/fs/cgroup" + parts.map { "/" + $0 }.joined()
      for name in ["max", "high"] {
        if let limit = number(folder + "/memory." + name), let used = number(folder + "/memory.current") {
          // Pages of files that can be dropped count as used there.
          least = min(least ?? .max, max(0, limit - used + cached(folder)))
        }
      }
      if parts.isEmpty { return least }
      parts.removeLast()
    }
  }

  private func cached(_ folder: String) -> Int {
    let line = text(folder + "/memory.stat")?.split(separator: "\n").first { $0.hasPrefix("inactive_file ") }
    return line.flatMap { Int($0.dropFirst("inactive_file ".count)) } ?? 0
  }

  private func number(_ path: String) -> Int? { text(path).flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) } }
}
