import Foundation

/// Digests of large files, kept as long as size and time of change stay the same.
struct DigestCache {
  private struct Entry: Codable {
    let size: Int
    let changed: Double
    let digest: String
  }

  private let path: String
  private var entries: [String: Entry]

  init() {
    let environment = ProcessInfo.processInfo.environment
    let folder = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? (environment["HOME"] ?? "") + "/.cache"
    path = folder + "/kgassist/digests.json"
    let data = FileManager.default.contents(atPath: path) ?? Data()
    entries = (try? JSONDecoder().decode([String: Entry].self, from: data)) ?? [:]
  }

  mutating func digest(of file: String) -> String? {
    guard let facts = try? FileManager.default.attributesOfItem(atPath: (file as NSString).resolvingSymlinksInPath),
      let size = facts[.size] as? Int, let changed = (facts[.modificationDate] as? Date)?.timeIntervalSince1970
    else { return nil }
    if let entry = entries[file], entry.size == size, entry.changed == changed { return entry.digest }
    guard let digest = FileDigest.ofFile(file) else { return nil }
    entries[file] = Entry(size: size, changed: changed, digest: digest)
    save()
    return digest
  }

  /// Where it cannot be kept, the next look costs a second more; nothing else is lost.
  private func save() {
    let folder = (path as NSString).deletingLastPathComponent
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    guard let data = try? JSONEncoder().encode(entries) else { return }
    try? data.write(to: URL(filePath: path), options: .atomic)
  }
}
