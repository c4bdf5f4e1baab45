import Glibc
import Wire

/// One connection to the daemon, for one request.
final class DaemonSocket {
  private let raw: Int32

  /// - Throws: 69 where nobody serves there, 77 where the socket may not be opened.
  init(_ path: String) throws {
    var address = sockaddr_un()
    let bytes = Array(path.utf8)
    guard bytes.count < 108 else {
      throw Failure("the socket's path \(path) is \(bytes.count) bytes long, at most 107 fit", exitCode: ExitCode.badSettings)
    }
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
    raw = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard raw >= 0 else { throw Failure("no socket can be made: \(Self.reason)") }
    let result = unsafe withUnsafeBytes(of: address) { buffer in
      let start = buffer.baseAddress
      return unsafe connect(raw, start.unsafelyUnwrapped.assumingMemoryBound(to: sockaddr.self), socklen_t(buffer.count))
    }
    guard result == 0 else {
      let code = errno
      close(raw)
      throw Self.refusal(path, code)
    }
  }

  deinit { close(raw) }

  /// Sends as far as the daemon reads: where it stops, its reply says why.
  /// - Returns: whether it read all.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.send(raw, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if count < 0 {
        if errno == EINTR { continue }
        return false
      }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// What comes next; empty at the end.
  func receive() throws -> [UInt8] {
    while true {
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      let count = unsafe recv(raw, &buffer, buffer.count, 0)
      if count >= 0 { return Array(buffer[..<count]) }
      if errno == EINTR { continue }
      if errno == ECONNRESET { return [] }
      throw Failure("the connection to the daemon broke: \(Self.reason)", exitCode: ExitCode.noDaemon)
    }
  }

  private static var reason: String { unsafe String(cString: strerror(errno)) }

  private static func refusal(_ path: String, _ code: Int32) -> Failure {
    switch code {
    case EACCES, EPERM:
      Failure(
        "you may not open \(path); join the group kgassist (sudo usermod -aG kgassist $USER) and log in again",
        exitCode: ExitCode.notPermitted)
    case EAGAIN: Failure("the daemon at \(path) is busy; try again", exitCode: ExitCode.busy)
    default:
      Failure(
        "no daemon serves \(path); start one with: kgassistd &   (as a service: sudo systemctl start kgassist.socket), or name another socket with KGASSIST_SOCKET",
        exitCode: ExitCode.noDaemon)
    }
  }
}
