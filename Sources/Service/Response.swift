import Wire

/// What a route gives back.
enum Response: Sendable {
  case whole(HTTPReply)
  /// A file of the daemon's own, removed when it has been sent.
  case file(path: String, contentType: String)
  /// Events, written by the closure once it is called; an error it throws is the stream's last event.
  case events(@Sendable (Exchange) async throws -> Void)

  static func json(_ status: Int = 200, _ value: some Encodable & Sendable) throws -> Response {
    .whole(try HTTPReply.json(status, value))
  }
}
