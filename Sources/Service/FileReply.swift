import Glibc
import Wire

/// A file of the daemon's own as a reply, sent in pieces and removed afterwards.
struct FileReply: Sendable {
  let path: String
  let contentType: String

  func send(over channel: Channel) async throws {
    defer { _ = unsafe unlink(path) }
    let raw = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard raw >= 0 else { throw SystemCallError("open") }
    let file = Descriptor(owning: raw)
    var status = stat()
    guard unsafe fstat(raw, &status) == 0 else { throw SystemCallError("fstat") }
    var missing = Int(status.st_size)
    let head =
      "HTTP/1.1 200 OK\r\nContent-Type: \(contentType)\r\nContent-Length: \(missing)\r\nConnection: close\r\n\r\n"
    try await channel.write(Array(head.utf8), idle: Exchange.idle)
    while missing > 0 {
      var count = 0
      let piece = unsafe [UInt8](unsafeUninitializedCapacity: min(missing, 1 << 18)) { buffer, used in
        count = unsafe read(file.raw, buffer.baseAddress, buffer.count)
        used = max(0, count)
      }
      guard count > 0 else { throw SystemCallError("read") }
      try await channel.write(piece, idle: Exchange.idle)
      missing -= count
    }
  }
}
