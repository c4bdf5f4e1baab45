import Glibc

/// A whole file as read-only memory.
///
/// The mapping shows the file as it was opened: replacing the file by rename does not change it. Truncating the
/// file in place while it is mapped makes the lost pages unreadable (SIGBUS), which no reader can catch; weight
/// files are therefore replaced by rename, never rewritten.
public final class MappedFile: Sendable {
  /// The file as the caller named it.
  public let path: String
  /// Size in bytes.
  public let count: Int

  private let base: Int  // an address; 0 for an empty file, which cannot be mapped

  /// Maps the file at `path`.
  ///
  /// - Throws: ``MappedFileError`` naming the file and the system's reason. Nothing stays open then.
  public init(path: String) throws(MappedFileError) {
    var descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    while descriptor < 0 && errno == EINTR { descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw MappedFileError(path: path, operation: "open", errno: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw MappedFileError(path: path, operation: "read its size", errno: errno)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw MappedFileError(path: path, operation: "not a regular file", errno: 0)
    }
    let size = Int(status.st_size)
    var address = 0
    if size > 0 {
      let mapping = unsafe mmap(nil, size, PROT_READ, MAP_SHARED, descriptor, 0)
      guard let mapping = unsafe mapping, unsafe mapping != MAP_FAILED else {
        throw MappedFileError(path: path, operation: "map", errno: errno)
      }
      address = Int(bitPattern: mapping)
    }
    self.path = path
    self.count = size
    self.base = address
  }

  deinit {
    if base != 0 { unsafe munmap(UnsafeMutableRawPointer(bitPattern: base), count) }
  }

  /// The whole file. Valid while this object lives.
  public var bytes: UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: base), count: count)
  }
}
