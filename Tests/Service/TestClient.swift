import Foundation
import Glibc
import Wire

/// One connection, blocking on threads of its own so that the daemon in this process keeps its threads.
final class TestClient: Sendable {
  private let raw: Int32

  init(_ path: String) throws {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    raw = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    let descriptor = raw
    let result = withUnsafeBytes(of: address) {
      connect(descriptor, $0.baseAddress!.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
    }
    guard result == 0 else {
      close(raw)
      throw TestError("cannot connect to \(path): \(String(cString: strerror(errno)))")
    }
    var limit = timeval(tv_sec: 120, tv_usec: 0)
    setsockopt(raw, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { close(raw) }

  func send(_ bytes: [UInt8]) async throws {
    let sent = await onThread { [raw] in Glibc.send(raw, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }
    guard sent == bytes.count else { throw TestError("sent \(sent) of \(bytes.count) bytes") }
  }

  func send(_ text: String) async throws { try await send(Array(text.utf8)) }

  /// What comes next; empty at the end.
  func receive() async throws -> [UInt8] {
    let (count, bytes) = await onThread { [raw] in
      var buffer = [UInt8](repeating: 0, count: 65536)
      let count = recv(raw, &buffer, buffer.count, 0)
      return (count, Array(buffer.prefix(max(0, count))))
    }
    guard count >= 0 else { throw TestError("nothing came within 120 s") }
    return bytes
  }

  /// Everything to the end of the connection.
  func rest() async throws -> [UInt8] {
    var all: [UInt8] = []
    while case let bytes = try await receive(), !bytes.isEmpty { all += bytes }
    return all
  }

  /// The next whole reply; bytes behind it must not have come yet.
  func reply() async throws -> TestReply {
    var reading = ReplyReading()
    while true {
      let bytes = try await receive()
      if try reading.isComplete(after: bytes) { return reading.reply }
    }
  }

  /// Ends the sending side only.
  func finishSending() { shutdown(raw, Int32(SHUT_WR)) }

  /// Goes away, as a killed program does.
  func leave() { shutdown(raw, Int32(SHUT_RDWR)) }

  private func onThread<R: Sendable>(_ body: @escaping @Sendable () -> R) async -> R {
    await withCheckedContinuation { continuation in
      // Not one of the dispatch queues' threads: tasks run on those, and few of them may block.
      Thread { continuation.resume(returning: body()) }.start()
    }
  }
}

struct TestError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

struct TestReply: Sendable {
  var status: Int
  var headers: HTTPHeaders
  var body: [UInt8]

  var text: String { String(decoding: body, as: UTF8.self) }
  func decoded<T: Decodable>(_ type: T.Type) throws -> T {
    do {
      return try WireJSON.decode(type, from: body)
    } catch {
      throw TestError("\(status): \(text)")
    }
  }
  var error: ErrorBody.Details? { try? WireJSON.decode(ErrorBody.self, from: body).error }
  var events: [ServerSentEvent] {
    var parser = ServerSentEventParser()
    return parser.take(body)
  }
}

/// A reply on its way. Apart from the client because the compiler fails on a typed throw inside its loop.
private struct ReplyReading {
  private var parser = HTTPReplyParser()
  private(set) var reply = TestReply(status: 0, headers: HTTPHeaders(), body: [])

  mutating func isComplete(after bytes: [UInt8]) throws -> Bool {
    if bytes.isEmpty {
      _ = try parser.finish()
      return true
    }
    parser.append(bytes)
    while let part = try parser.next() {
      switch part {
      case .head(let status, let headers): (reply.status, reply.headers) = (status, headers)
      case .body(let more): reply.body += more
      case .end: return true
      }
    }
    return false
  }
}
