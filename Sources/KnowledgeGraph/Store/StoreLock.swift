internal import Glibc
import Synchronization

/// Keeps a second process away from a store: an exclusive lock on a small file beside it, which the kernel drops when the process ends.
///
/// SQLite itself lets several processes in, but the vectors' copy and the job queue have one owner.
final class StoreLock: Sendable {
  /// -1 once it is released.
  private let descriptor: Mutex<Int32>

  init(beside path: String) throws(StoreError) {
    let file = path + ".lock"
    let descriptor = unsafe open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      let reason = errno
      throw StoreError(
        reason == ENOENT ? .notFound : reason == ENOSPC ? .diskFull : .notPermitted,
        "\(file) cannot be made: \(unsafe String(cString: strerror(reason))); check the state folder")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let owner = Self.owner(descriptor)
      close(descriptor)
      throw StoreError(
        .alreadyOpen, "\(path) is open in another kgassist\(owner.map { " (process \($0))" } ?? ""); stop it, or give this one a state folder of its own")
    }
    let text = "\(getpid())\n"
    ftruncate(descriptor, 0)
    _ = unsafe text.withCString { unsafe pwrite(descriptor, $0, text.utf8.count, 0) }
    self.descriptor = Mutex(descriptor)
  }

  deinit { release() }

  /// Lets the next one in, while others may still hold this object.
  func release() {
    descriptor.withLock { descriptor in
      if descriptor >= 0 { close(descriptor) }
      descriptor = -1
    }
  }

  private static func owner(_ descriptor: Int32) -> Int? {
    var bytes = [UInt8](repeating: 0, count: 20)
    let count = unsafe pread(descriptor, &bytes, bytes.count, 0)
    return count > 0 ? Int(String(decoding: bytes[..<count].prefix { $0 != 0x0A }, as: UTF8.self)) : nil
  }
}
