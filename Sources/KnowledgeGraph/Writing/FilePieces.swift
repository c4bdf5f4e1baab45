internal import Glibc

/// A file that is read piece by piece, from its beginning as often as one likes: for graphs that are larger than what should be in memory.
final class FilePieces: Sendable {
  private static let size = 1 << 20
  private let path: String
  private let descriptor: Int32

  init(_ path: String) throws(StoreError) {
    var descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    while descriptor < 0 && errno == EINTR { descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else {
      throw StoreError(
        errno == ENOENT ? .notFound : .notPermitted, "\(path) cannot be read: \(unsafe String(cString: strerror(errno)))")
    }
    self.path = path
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  func rewind() { lseek(descriptor, 0, SEEK_SET) }

  /// The next piece; nil at the end.
  func next() throws(StoreError) -> [UInt8]? {
    var failure: Int32 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: Self.size) { buffer, count in
      var taken = unsafe read(descriptor, buffer.baseAddress, buffer.count)
      while taken < 0 && errno == EINTR { taken = unsafe read(descriptor, buffer.baseAddress, buffer.count) }
      if taken < 0 { failure = errno }
      count = max(0, taken)
    }
    guard failure == 0 else { throw StoreError(.other, "\(path) cannot be read: \(unsafe String(cString: strerror(failure)))") }
    return bytes.isEmpty ? nil : bytes
  }

  /// What tells one state of the file from another.
  func state() -> [Int] {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return [] }
    return [Int(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
  }
}
