/// Requests out of bytes that come in pieces.
///
/// A strict subset of HTTP/1.1 (RFC 9112): anything two programs could read in two ways is refused. The head is read a
/// byte at a time, so where a message is cut into pieces never changes what comes of it.
public struct HTTPRequestParser: Sendable {
  /// What the parser waits for; the deadlines of a connection follow it.
  public enum Phase: Sendable, Equatable { case idle, head, body, refused }

  public private(set) var phase = Phase.idle
  private let limits: HTTPLimits
  private let openSink: HTTPBodySinkOpener?
  private var sink: (any HTTPBodySink)?
  private var buffer: [UInt8] = []
  private var position = 0
  private var line: [UInt8] = []
  private var head: HTTPRequestHead
  private var missingBody = 0
  private var body: [UInt8] = []
  private var continueAsked = false

  /// - Parameter openSink: is asked about bodies that are too large for memory; without it all are refused.
  public init(limits: HTTPLimits = .contract, openSink: HTTPBodySinkOpener? = nil) {
    self.limits = limits
    self.openSink = openSink
    head = HTTPRequestHead(limits: limits)
  }

  public mutating func append(_ bytes: some Collection<UInt8>) {
    buffer.append(contentsOf: bytes)
  }

  /// Whether bytes were given that no request has used yet.
  public var holdsUnreadBytes: Bool { position < buffer.count || phase == .head || phase == .body }

  /// True once for a request whose sender waits for `100 Continue` before it sends the body.
  public mutating func takeContinueRequest() -> Bool {
    defer { continueAsked = false }
    return continueAsked && phase == .body && missingBody == head.contentLength && position == buffer.count
  }

  /// The next whole request, or nil where more bytes are needed.
  ///
  /// - Throws: what is wrong with the bytes; the same again at every later call.
  public mutating func next() throws(HTTPProblem) -> HTTPRequest? {
    do {
      if phase != .body, try !readHead() { return nil }
      return try readBody()
    } catch {
      phase = .refused
      refusal = error
      throw error
    }
  }
  private var refusal: HTTPProblem?

  private mutating func readHead() throws(HTTPProblem) -> Bool {
    if let refusal { throw refusal }
    while position < buffer.count {
      let byte = buffer[position]
      position += 1
      phase = .head
      if byte == UInt8(ascii: "\n") {
        guard line.last == UInt8(ascii: "\r") else {
          throw HTTPProblem(400, "bare_line_feed", "a line ends with LF alone; HTTP lines end with CR LF")
        }
        line.removeLast()
        let finished = try head.take(line: line)
        line.removeAll(keepingCapacity: true)
        if finished {
          missingBody = head.contentLength
          sink = try missingBody > limits.body ? largeBody(missingBody) : nil
          continueAsked = head.expectsContinue
          body = []
          phase = .body
          compact()
          return true
        }
      } else {
        if line.last == UInt8(ascii: "\r") {
          throw HTTPProblem(400, "bare_carriage_return", "a CR stands inside a line")
        }
        line.append(byte)
        try head.checkGrowth(of: line)
      }
    }
    compact()
    return false
  }

  private func largeBody(_ length: Int) throws(HTTPProblem) -> any HTTPBodySink {
    guard let openSink else {
      throw HTTPProblem(413, "body_too_large", "the body has \(length) bytes; at most \(limits.body) are taken")
    }
    return try openSink(head.method, head.path, length)
  }

  private mutating func readBody() throws(HTTPProblem) -> HTTPRequest? {
    let taken = min(missingBody, buffer.count - position)
    if taken > 0 {
      if let sink { try sink.append(buffer[position..<position + taken]) } else { body.append(contentsOf: buffer[position..<position + taken]) }
      position += taken
      missingBody -= taken
    }
    compact()
    guard missingBody == 0 else { return nil }
    var request = HTTPRequest(
      method: head.method, path: head.path, query: head.query, headers: head.headers, body: body)
    request.sink = sink
    sink = nil
    head = HTTPRequestHead(limits: limits)
    body = []
    continueAsked = false
    phase = .idle
    return request
  }

  private mutating func compact() {
    if position == buffer.count {
      buffer.removeAll(keepingCapacity: buffer.capacity <= 1 << 16)
      position = 0
    } else if position > 1 << 16 {
      buffer.removeFirst(position)
      position = 0
    }
  }
}
