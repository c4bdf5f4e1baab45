import Foundation
import Glibc

/// A new file in the daemon's own folder, for what is passed through: to be sent or read, then removed. No path of a caller's is ever opened.
final class OwnFile: Sendable {
  private let descriptor: Descriptor

  init(_ path: String) throws {
    let raw = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard raw >= 0 else { throw SystemCallError("open") }
    descriptor = Descriptor(owning: raw)
  }

  func append(_ bytes: [UInt8]) throws { try append(bytes[...]) }

  func append(_ bytes: ArraySlice<UInt8>) throws {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe write(descriptor.raw, UnsafeRawBufferPointer(rebasing: buffer[written...]).baseAddress, bytes.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        if errno == ENOSPC { throw RequestError(507, "disk_full", "the disk of the state folder is full; free some space and try again") }
        throw SystemCallError("write")
      }
      written += count
    }
  }

  static func temporaryPath(in folder: String) throws -> String { "\(folder)/.outgoing-\(UUID().uuidString)" }

  static func remove(_ path: String) { _ = unsafe unlink(path) }

  /// What an earlier daemon left behind when it was killed.
  static func removeLeftovers(in folder: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where name.hasPrefix(".outgoing-") { remove(folder + "/" + name) }
  }
}
