/// One request, complete and within the limits.
public struct HTTPRequest: Sendable {
  public let method: String
  /// The path's segments, percent-decoded after they were split, so an encoded `/` stays inside its segment.
  public let path: [String]
  /// The query's parameters; a name stands at most once.
  public let query: [String: String]
  public let headers: HTTPHeaders
  public var body: [UInt8]
  /// What has taken the body instead, where that was too large for memory.
  public var sink: (any HTTPBodySink)?

  /// False where the sender asked that the connection end with the reply.
  public var keepsConnection: Bool { !headers.lists("close", in: "Connection") }

  /// The path as it is named in messages and metrics, decoded.
  public var pathText: String { "/" + path.joined(separator: "/") }

  public init(
    method: String, path: [String], query: [String: String] = [:], headers: HTTPHeaders = HTTPHeaders(),
    body: [UInt8] = []
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
  }

  /// The request as bytes, as the client sends it.
  public func serialised() -> [UInt8] { serialisedHead(contentLength: body.count) + body }

  /// What stands before a body of so many bytes, which the caller sends itself.
  public func serialisedHead(contentLength: Int) -> [UInt8] {
    var target = path.isEmpty ? "/" : ""
    for segment in path { target += "/" + PercentCoding.encode(segment) }
    var separator = "?"
    for (name, value) in query.sorted(by: { $0.key < $1.key }) {
      target += separator + PercentCoding.encode(name) + "=" + PercentCoding.encode(value)
      separator = "&"
    }
    var head = "\(method) \(target) HTTP/1.1\r\nHost: kgassist\r\n"
    for field in headers.fields { head += "\(field.name): \(field.value)\r\n" }
    head += "Content-Length: \(contentLength)\r\n\r\n"
    return Array(head.utf8)
  }
}

extension HTTPRequest: Equatable {
  public static func == (a: HTTPRequest, b: HTTPRequest) -> Bool {
    a.method == b.method && a.path == b.path && a.query == b.query && a.headers == b.headers && a.body == b.body && a.sink === b.sink
  }
}
