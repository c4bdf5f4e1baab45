import Foundation
import Glibc
import Wire

/// A client's end of the socket, by hand, so that a test can also leave in the middle.
final class Connection {
  struct Reply {
    let status: Int
    let body: [UInt8]
    var text: String { String(decoding: body, as: UTF8.self) }
  }

  private var descriptor: Int32

  init(_ path: URL) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw Self.error }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.path.utf8.prefix(107)) }
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard status == 0 else {
      throw Self.error
    }
    var patience = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { leave() }

  /// Goes away without a word.
  func leave() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }

  func get(_ path: String) throws -> Reply {
    try send("GET \(path) HTTP/1.1\r\nHost: kgassist\r\nConnection: close\r\n\r\n")
    return try reply()
  }

  func post(_ path: String, json: String) throws {
    try send(
      "POST \(path) HTTP/1.1\r\nHost: kgassist\r\nConnection: close\r\nContent-Type: application/json\r\n"
        + "Content-Length: \(json.utf8.count)\r\n\r\n\(json)")
  }

  func send(_ text: String) throws {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { throw Self.error }
      bytes = bytes.dropFirst(count)
    }
  }

  /// Whatever comes next, at most 64 KiB; empty at the end.
  func receive() throws -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    guard count >= 0 else { throw Self.error }
    return Array(buffer[..<count])
  }

  func reply() throws -> Reply {
    var parser = HTTPReplyParser()
    var status = 0
    var body: [UInt8] = []
    while true {
      while let part = try parser.next() {
        switch part {
        case .head(let code, _): status = code
        case .body(let bytes): body += bytes
        case .end: return Reply(status: status, body: body)
        }
      }
      let bytes = try receive()
      if bytes.isEmpty {
        _ = try parser.finish()
        return Reply(status: status, body: body)
      }
      parser.append(bytes)
    }
  }

  private static var error: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}
