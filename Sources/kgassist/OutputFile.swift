import Glibc

/// Bytes to a file or to stdout.
final class OutputFile: Sendable {
  private let descriptor: Int32
  private let closes: Bool

  static let standardOutput = OutputFile(STDOUT_FILENO, closes: false)

  private init(_ descriptor: Int32, closes: Bool) {
    self.descriptor = descriptor
    self.closes = closes
  }

  /// A new file, readable by its owner; one that is there is never overwritten.
  convenience init(new path: String) throws {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      let reason = unsafe String(cString: strerror(errno))
      throw Failure("\(path) cannot be made: \(reason)")
    }
    self.init(descriptor, closes: true)
  }

  deinit { if closes { close(descriptor) } }

  func write(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        let reason = unsafe String(cString: strerror(errno))
        throw Failure("the output cannot be written: \(reason)")
      }
      rest = rest.dropFirst(count)
    }
  }

  /// Returns once the bytes are on the disk.
  func sync() throws {
    guard fsync(descriptor) == 0 else { throw Failure("the output cannot be brought to the disk") }
  }
}
