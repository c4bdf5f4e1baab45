/// The client's side: a reply out of bytes that come in pieces.
///
/// A body ends with its Content-Length, or, where there is none, with the connection.
public struct HTTPReplyParser: Sendable {
  /// What became known.
  public enum Part: Sendable, Equatable {
    case head(status: Int, headers: HTTPHeaders)
    case body([UInt8])
    case end
  }

  private enum Phase { case statusLine, headers, body, ended }
  private static let headLimit = 64 * 1024
  private var phase = Phase.statusLine
  private var buffer: [UInt8] = []
  private var position = 0
  private var status = 0
  private var headers = HTTPHeaders()
  private var missing: Int?

  public init() {}

  public mutating func append(_ bytes: some Collection<UInt8>) { buffer.append(contentsOf: bytes) }

  /// The next part, or nil where more bytes are needed.
  public mutating func next() throws(HTTPProblem) -> Part? {
    while phase == .statusLine || phase == .headers {
      guard let line = try nextLine() else { return nil }
      if phase == .statusLine {
        try takeStatus(line)
      } else if line.isEmpty {
        if (100..<200).contains(status) {
          phase = .statusLine
          continue
        }
        phase = .body
        return .head(status: status, headers: headers)
      } else {
        try takeHeader(line)
      }
    }
    if phase == .ended { return nil }
    if missing == 0 {
      phase = .ended
      return .end
    }
    let count = min(missing ?? .max, buffer.count - position)
    guard count > 0 else { return nil }
    let part = Array(buffer[position..<position + count])
    position += count
    if let left = missing { missing = left - count }
    compact()
    return .body(part)
  }

  /// The connection has ended: `.end` where the reply may end there.
  public mutating func finish() throws(HTTPProblem) -> Part {
    guard phase == .body, missing == nil else {
      throw HTTPProblem(500, "reply_cut", "the daemon closed the connection in the middle of its reply")
    }
    phase = .ended
    return .end
  }

  private mutating func nextLine() throws(HTTPProblem) -> [UInt8]? {
    guard let end = buffer[position...].firstIndex(of: UInt8(ascii: "\n")) else {
      guard buffer.count - position <= Self.headLimit else {
        throw HTTPProblem(500, "reply_head", "the daemon's reply has no end of its headers")
      }
      return nil
    }
    guard end > position, buffer[end - 1] == UInt8(ascii: "\r") else {
      throw HTTPProblem(500, "reply_head", "the reply is not HTTP/1.1; is another program behind this socket?")
    }
    let line = Array(buffer[position..<end - 1])
    position = end + 1
    return line
  }

  private mutating func takeStatus(_ line: [UInt8]) throws(HTTPProblem) {
    let parts = String(decoding: line, as: UTF8.self).split(separator: " ", maxSplits: 2)
    guard parts.count >= 2, parts[0] == "HTTP/1.1", parts[1].count == 3, let code = Int(parts[1]) else {
      throw HTTPProblem(500, "reply_head", "the reply is not HTTP/1.1; is another program behind this socket?")
    }
    status = code
    headers = HTTPHeaders()
    missing = nil
    phase = .headers
  }

  private mutating func takeHeader(_ line: [UInt8]) throws(HTTPProblem) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), headers.fields.count < 256 else {
      throw HTTPProblem(500, "reply_head", "the reply holds a header that is not Name: value")
    }
    let name = String(decoding: line[..<colon], as: UTF8.self)
    let value = String(String(decoding: line[(colon + 1)...], as: UTF8.self).trimmingBlanks())
    headers.append(name, value)
    if name.lowercased() == "content-length" {
      guard let length = Int(value), length >= 0 else {
        throw HTTPProblem(500, "reply_head", "the reply's Content-Length is not a number")
      }
      missing = length
    }
  }

  private mutating func compact() {
    if position == buffer.count {
      buffer.removeAll(keepingCapacity: true)
      position = 0
    }
  }
}
