/// A whole reply: status, headers, body.
public struct HTTPReply: Sendable, Equatable {
  public var status: Int
  public var headers = HTTPHeaders()
  public var body: [UInt8]

  public init(status: Int, contentType: String, body: [UInt8]) {
    self.status = status
    self.body = body
    headers.append("Content-Type", contentType)
  }

  /// A JSON reply of one of the contract's shapes.
  public static func json(_ status: Int = 200, _ value: some Encodable & Sendable) throws -> HTTPReply {
    HTTPReply(status: status, contentType: "application/json", body: try WireJSON.encode(value))
  }

  public static func text(_ text: String, contentType: String = "text/plain; charset=utf-8") -> HTTPReply {
    HTTPReply(status: 200, contentType: contentType, body: Array(text.utf8))
  }

  /// The bytes to send; `close` tells the other side that the connection ends here.
  public func serialised(close: Bool) -> [UInt8] {
    var head = "HTTP/1.1 \(status) \(HTTPStatus.reason(status))\r\n"
    for field in headers.fields { head += "\(field.name): \(field.value)\r\n" }
    head += "Content-Length: \(body.count)\r\n"
    if close { head += "Connection: close\r\n" }
    head += "\r\n"
    return Array(head.utf8) + body
  }

  /// What a client hears that asked with `Expect: 100-continue`.
  public static let goOn = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

  /// The head of a reply that streams events and ends by closing.
  public static let eventStreamHead = Array(
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n".utf8)
}
