import Wire

/// One request with its way back: who asks, what is asked, and the stream of events where the reply is one.
final class Exchange: Sendable {
  let request: HTTPRequest
  let peer: PeerCredentials
  private let channel: Channel

  /// How long a client may take nothing of what is sent to it.
  static let idle = Duration.seconds(10)

  init(_ request: HTTPRequest, peer: PeerCredentials, channel: Channel) {
    self.request = request
    self.peer = peer
    self.channel = channel
  }

  /// The body as one of the contract's shapes.
  func decoded<T: Decodable>(_ type: T.Type) throws -> T {
    guard !request.body.isEmpty else { throw RequestError(400, "body", "a JSON body is needed") }
    return try WireJSON.decode(type, from: request.body)
  }

  /// A query parameter that must be a number in a range.
  func number(_ name: String, in range: ClosedRange<Int>) throws(RequestError) -> Int? {
    guard let text = request.query[name] else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw RequestError(
        400, "query", "\(name) must be a number from \(range.lowerBound) to \(range.upperBound)", parameter: name)
    }
    return number
  }

  /// A query parameter that is `1`, `true`, `0` or `false`.
  func flag(_ name: String) throws(RequestError) -> Bool {
    switch request.query[name] {
    case nil, "0", "false": return false
    case "1", "true", "": return true
    default: throw RequestError(400, "query", "\(name) must be 1 or 0", parameter: name)
    }
  }

  func beginEvents() async throws { try await channel.write(HTTPReply.eventStreamHead, idle: Self.idle) }

  func send(_ event: ServerSentEvent) async throws { try await channel.write(event.serialised, idle: Self.idle) }
}
