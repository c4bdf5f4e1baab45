import Foundation

/// A folder that nobody else can read, for as long as a command runs.
struct TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "kgassist-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}
